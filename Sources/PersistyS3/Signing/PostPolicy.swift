public import PersistyData

/// What somebody else may upload by a form in a browser: a policy that the service enforces ("Creating an HTML Form (Using
/// AWS Signature Version 4)", Amazon S3 API Reference).
public struct PostPolicy: Sendable, Hashable {
    /// What must hold of an upload.
    public enum Condition: Sendable, Hashable {
        /// The field has exactly this value.
        case equals(field: String, String)
        /// The field's value begins with this; with the empty text any value is taken.
        case startsWith(field: String, String)
        /// The file has as many bytes. The only condition without a field.
        case length(ClosedRange<Int64>)
    }

    /// When the policy ends.
    public var expiresAt: Timestamp
    /// What must hold. Every field that is sent needs a condition.
    public var conditions: [Condition]

    /// A policy.
    public init(expiresAt: Timestamp, conditions: [Condition]) {
        self.expiresAt = expiresAt
        self.conditions = conditions
    }

    /// The policy as the JSON document that is signed.
    public var document: String {
        let conditions = conditions.map { condition in
            switch condition {
            case .equals(let field, let value): "{\(LinkText.json(field)):\(LinkText.json(value))}"
            case .startsWith(let field, let prefix):
                "[\"starts-with\",\(LinkText.json("$" + field)),\(LinkText.json(prefix))]"
            case .length(let range): "[\"content-length-range\",\(range.lowerBound),\(range.upperBound)]"
            }
        }
        return "{\"expiration\":\(LinkText.json(Self.expiration(expiresAt))),"
            + "\"conditions\":[\(conditions.joined(separator: ","))]}"
    }

    /// ISO 8601 with milliseconds, the one form that the service documents.
    private static func expiration(_ time: Timestamp) -> String {
        Timestamp(seconds: time.seconds).rfc3339.dropLast() + ".000Z"
    }
}
