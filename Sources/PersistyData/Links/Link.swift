/// An address to be signed: whoever has it may do one thing to one item until a moment.
public struct Link: Sendable, Hashable {
    /// What the address may be used for.
    public enum Method: String, Sendable, Hashable, CaseIterable {
        case get = "GET"
        /// Sizes, times and types without the content.
        case head = "HEAD"
        /// Writes the item, with the body of the request.
        case put = "PUT"
        case delete = "DELETE"
    }

    public var method: Method
    public var key: DataKey
    /// How long it is good for, from the moment of signing; whole seconds, at most ``longestLife``.
    public var life: Duration
    /// The name under which a browser saves what it reads; `nil` for the last part of the key.
    public var fileName: String?
    /// For reading: the type to answer with, where it is not the item's own. For writing: the type that must be sent.
    public var contentType: String?
    /// Whether a browser may show what it reads, where that is safe, instead of saving it.
    public var isInline = false
    /// The most bytes that may be written; `nil` for the most that the store or its server takes.
    public var sizeLimit: Int64?
    /// What must be so for an item to be written.
    public var condition = WriteCondition.absent

    /// Seven days: the longest life of an address that S3 signs ("Authenticating Requests: Using Query Parameters",
    /// Amazon S3 API Reference), and so that of all.
    public static let longestLife = Duration.seconds(604_800)

    /// An address for `method` on `key`.
    public init(_ method: Method, _ key: DataKey, life: Duration = .seconds(900)) {
        self.method = method
        self.key = key
        self.life = life
    }

    /// What the holder of the address does to the store.
    var operations: Set<DataOperation> {
        switch method {
        case .get, .head: [.read]
        case .delete: [.delete]
        case .put: condition.operations
        }
    }
}

extension WriteCondition {
    /// What a write under this condition may be.
    package var operations: Set<DataOperation> {
        switch self {
        case .absent: [.create]
        case .present, .matches: [.update]
        case .always: [.create, .update]
        }
    }
}

/// An address that carries its own permission. Whoever has it may do what it says: it is printed without its query,
/// unless ``url`` is asked for by name.
public struct SignedURL: Sendable, Hashable {
    public var method: Link.Method
    /// All of it.
    public var url: String
    /// The headers that must be sent with it, because they are signed.
    public var headers: [LinkField]
    /// When it really ends: as asked, or sooner where the credentials that signed it end.
    public var expiresAt: Timestamp
    /// Whether it ends sooner than was asked.
    public var endsEarly: Bool

    /// An address that was signed.
    public init(
        _ method: Link.Method, url: String, headers: [LinkField] = [], expiresAt: Timestamp, endsEarly: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.expiresAt = expiresAt
        self.endsEarly = endsEarly
    }
}

extension SignedURL: CustomStringConvertible, CustomReflectable {
    public var description: String { url.prefix { $0 != "?" } + "?•••" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
