/// One store, as it was set up.
package struct StoreConfiguration: Sendable, Hashable {
    /// What may be done in it.
    package enum Access: String, Sendable, CaseIterable {
        case full
        case readOnly = "read-only"
        case noDelete = "no-delete"
    }

    /// What kind of store it is, with the settings of that kind.
    package enum Kind: Sendable, Hashable {
        case directory(DirectoryConfiguration)
        case chunk(ChunkConfiguration)
        case s3(S3Configuration)

        /// The word for it in the file.
        package var name: String {
            switch self {
            case .directory: Name.directory.rawValue
            case .chunk: Name.chunk.rawValue
            case .s3: Name.s3.rawValue
            }
        }

        enum Name: String, CaseIterable {
            case directory, chunk, s3
        }
    }

    package var name: String
    package var kind: Kind
    package var access = Access.full
    /// Whether the server lets everybody read it, without a signature. Never so of a bucket, which has its own server.
    package var isPublic = false

    package init(name: String, kind: Kind, access: Access = .full) {
        self.name = name
        self.kind = kind
        self.access = access
    }
}

/// A folder of this machine.
package struct DirectoryConfiguration: Sendable, Hashable {
    /// Absolute, and not resolved: whether it is there is seen when the store is opened.
    package var path: String
    package var allowsRoot: Bool
    /// Whether it is wherever the program was started, so that its name means another folder in another run.
    package var isWorkingDirectory: Bool

    package init(path: String, allowsRoot: Bool = false, isWorkingDirectory: Bool = false) {
        self.path = path
        self.allowsRoot = allowsRoot
        self.isWorkingDirectory = isWorkingDirectory
    }
}

/// A database of this machine.
package struct ChunkConfiguration: Sendable, Hashable {
    /// Absolute, and not resolved.
    package var path: String
    package var chunkSize = 256 << 10
    package var maxItemSize: Int64 = 50 << 30
    /// The media types it takes; `nil` for all.
    package var contentTypes: [String]?

    package init(path: String) { self.path = path }
}

/// A bucket, or all buckets of an account.
package struct S3Configuration: Sendable, Hashable {
    package enum Addressing: String, Sendable, CaseIterable {
        case auto, path, virtual
    }

    /// By what uploads are verified.
    package enum Checksum: String, Sendable, CaseIterable {
        case auto, crc64nvme, md5, none
    }

    /// Which conditions the service is taken to keep: those that are known or found to be, all of them, or none.
    package enum Conditions: String, Sendable, CaseIterable {
        case auto, kept, refused
    }

    /// Where the credentials come from. They never stand in the file.
    package enum Credentials: Sendable, Hashable {
        case auto, environment, anonymous
        case profile(String)
        case command([String])
    }

    /// The bucket; `nil` for all of the account.
    package var bucket: String?
    package var region: String?
    package var endpoint: String?
    package var addressing = Addressing.auto
    /// Whether AWS is reached by its hosts that also have IPv6 addresses.
    package var isDualStack = false
    /// Whether AWS is reached by its hosts whose cryptography is validated by FIPS 140.
    package var isFIPS = false
    package var credentials = Credentials.auto
    package var caFile: String?
    /// Whether requests may go in clear text to another machine.
    package var isInsecure = false
    /// Whether the one who asks pays.
    package var isRequesterPaying = false
    /// The class that items are stored in; `nil` for the bucket's own.
    package var storageClass: String?
    package var checksum = Checksum.auto
    package var conditions = Conditions.auto

    package init(bucket: String? = nil) { self.bucket = bucket }
}
