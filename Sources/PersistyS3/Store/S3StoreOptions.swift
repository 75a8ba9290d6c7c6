/// How an S3 store is set up.
public struct S3StoreOptions: Sendable, Hashable {
    /// The most bytes of an item; `nil` for what the service takes.
    public var itemSize: Int64?
    /// The media types that are taken; `nil` for all.
    public var contentTypes: [String]?
    /// The most bytes of parts that uploads hold at once, whatever the items' sizes. The default is 40 MiB, which with what
    /// is on its way from the source and to the service comes to 64.
    public var uploadMemory = 40 << 20
    /// The most bytes that downloads read ahead at once. The default is 32 MiB.
    public var downloadMemory = 32 << 20
    /// The class that items are stored in; `nil` for the bucket's own.
    public var storageClass: String?

    /// By what uploads are verified, whatever is known of the service; `nil` for what it is known or found to look at.
    public var checksum: UploadChecksum?
    /// Whether the service is taken to keep all conditions, or none, whatever is known of it; `nil` for those alone that it
    /// is known or was found to keep.
    ///
    /// With `true` a condition that it does not keep is not noticed: what somebody else wrote meanwhile is replaced.
    public var keepsConditions: Bool?

    /// The defaults.
    public init() {}
}

extension S3StoreOptions {
    /// What is known of the service, with what is set here before it.
    func applied(to known: ServiceProfile) -> ServiceProfile {
        var profile = known
        profile.checksum = checksum ?? known.checksum
        guard let keepsConditions else { return profile }
        (profile.keepsCreateCondition, profile.keepsReplaceCondition) = (keepsConditions, keepsConditions)
        (profile.keepsDeleteCondition, profile.keepsSourceCondition) = (keepsConditions, keepsConditions)
        return profile
    }
}
