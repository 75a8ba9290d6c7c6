/// What must be so for a write or a delete to happen.
///
/// A store that cannot promise it throws ``DataError/Code/unsupported``; it never acts regardless.
public enum WriteCondition: Sendable, Hashable {
    case always
    /// There is no item yet; otherwise ``DataError/Code/exists``.
    case absent
    /// There is an item; otherwise ``DataError/Code/notFound``.
    case present
    /// The item there has this validator; otherwise ``DataError/Code/conditionFailed``.
    case matches(ETag)
}

/// How to write.
public struct WriteOptions: Sendable, Hashable {
    /// What to keep beside the bytes.
    public var attributes = DataAttributes()
    /// What must be so for the write to happen. The default is `.always`.
    public var condition = WriteCondition.always
    /// Refuses the content unless it has this digest.
    public var expected: Digest?
    /// Whether the item is on stable storage before the write returns. The default is `false`.
    public var durable = false
    /// Whether a store that can do without makes a digest of the bytes, to know them again by later. The default is
    /// `true`.
    public var recordsDigest = true

    /// The defaults.
    public init() {}

    /// Writes only where there is nothing yet.
    public static let creating: WriteOptions = {
        var options = WriteOptions()
        options.condition = .absent
        return options
    }()
}

/// How to delete.
public struct DeleteOptions: Sendable, Hashable {
    /// What must be so of each item for it to be deleted. `.absent` makes no sense and is refused.
    public var condition = WriteCondition.always
    /// Keeps a folder that the delete has emptied, where folders are things of their own. The default is `false`: a
    /// folder is there while an item lies in it.
    public var keepsFolders = false

    /// The defaults.
    public init(condition: WriteCondition = .always, keepsFolders: Bool = false) {
        self.condition = condition
        self.keepsFolders = keepsFolders
    }
}
