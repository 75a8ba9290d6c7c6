/// What somebody else may upload by a form.
public struct UploadPolicy: Sendable, Hashable {
    public var key: DataKey
    /// How long the form is good for, from the moment of signing; whole seconds, at most ``Link/longestLife``.
    public var life: Duration
    /// How many bytes the item may have; `nil` at the end of what the store or its server takes.
    public var sizes: ClosedRange<Int64>?
    /// The types that it may have, where `image/*` stands for a family; empty for any.
    public var contentTypes: [String] = []
    /// What must be so for the item to be written.
    public var condition = WriteCondition.absent
    /// Where a browser is sent afterwards; `nil` for a plain answer.
    public var successURL: String?

    /// A form for `key`.
    public init(_ key: DataKey, life: Duration = .seconds(3600)) {
        self.key = key
        self.life = life
    }
}

/// What a client needs to upload one item past the application: a place to send to, and what to send.
///
/// Together the fields are a permission: they are printed without their values, unless ``fields`` is asked for by name.
public struct UploadForm: Sendable, Hashable {
    /// How the item is sent.
    public enum Method: String, Sendable, Hashable {
        /// As `multipart/form-data`: all ``UploadForm/fields`` in their order, then the file as ``UploadForm/fileField``.
        case post = "POST"
        /// As the body, with ``UploadForm/headers``.
        case put = "PUT"
    }

    public var method: Method
    public var url: String
    /// The fields to send before the file, in this order; none for ``Method/put``.
    public var fields: [LinkField]
    /// What the field of the file is called.
    public var fileField: String
    /// The headers that must be sent.
    public var headers: [LinkField]
    /// When it really ends.
    public var expiresAt: Timestamp
    /// Whether it ends sooner than was asked.
    public var endsEarly: Bool
    /// What it is for. What the service does not itself hold uploads to stands in ``unkept``.
    public var policy: UploadPolicy
    /// What of the policy the service cannot hold an upload to, in words; empty where it holds it to all.
    public var unkept: [String]
    /// Whether the service holds an upload to the policy's condition. Where not, whatever is there is replaced, and a
    /// factory gives the form for no store that does not allow that.
    public var keepsCondition = true

    /// A form that was signed.
    public init(
        _ method: Method, url: String, fields: [LinkField] = [], fileField: String = "file", headers: [LinkField] = [],
        expiresAt: Timestamp, endsEarly: Bool = false, policy: UploadPolicy, unkept: [String] = []
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.fileField = fileField
        self.headers = headers
        self.expiresAt = expiresAt
        self.endsEarly = endsEarly
        self.policy = policy
        self.unkept = unkept
    }
}

extension UploadForm: CustomStringConvertible, CustomReflectable {
    public var description: String {
        "\(method.rawValue) \(url.prefix { $0 != "?" }) with \(fields.map(\.name).joined(separator: ", ")): •••"
    }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
