/// A text that is used and never shown: a secret key, a session token, a password.
///
/// However it is printed — described, dumped, put into a text or reflected on — it is `•••`.
public struct Secret: Sendable {
    private let bytes: [UInt8]

    /// Hides `text`.
    public init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

    /// Whether there is nothing to hide.
    package var isEmpty: Bool { bytes.isEmpty }

    /// The bytes, for the one place that signs or sends them.
    package func withRevealedBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBufferPointer(body)
    }

    /// The text, for the one place that sends it.
    package var revealed: String { String(decoding: bytes, as: UTF8.self) }

    /// What is shown in place of a secret.
    static let mask = "•••"
}

extension Secret: Equatable {
    /// Looks at every byte, so that the time taken tells nothing about where two secrets differ.
    public static func == (left: Secret, right: Secret) -> Bool {
        guard left.bytes.count == right.bytes.count else { return false }
        return zip(left.bytes, right.bytes).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { Self.mask }
    public var debugDescription: String { Self.mask }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
