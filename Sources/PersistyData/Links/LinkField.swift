/// A header, or a field of a form, that must be sent with a link.
public struct LinkField: Sendable, Hashable {
    public var name: String
    public var value: String

    /// A field.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
