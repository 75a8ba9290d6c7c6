import PersistyData
import PersistyS3
import Testing

/// What must be seen nowhere.
struct Canary: Sendable {
    private let forms: [String]

    init(_ secrets: [Secret]) {
        forms = secrets.flatMap { secret in
            let text = secret.revealed
            let hexadecimal = text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return [text, PercentEncoding.query(text), hexadecimal, String(text.reversed())] + Self.base64(text)
        }
    }

    /// The text in base64, at each of the three places that it can begin at.
    private static func base64(_ text: String) -> [String] {
        (0..<3).map { Array(Array(text.utf8).dropFirst($0)).base64 }.map { String($0.prefix($0.count / 4 * 4 - 4)) }
    }

    /// Sees that an error tells nothing of it.
    func expectUnseen(in error: DataError, _ what: String) {
        let parts = [error.message, error.hint, error.key, error.store, error.reason].compactMap(\.self)
        let shown = ([error.description, String(reflecting: error)] + parts).joined(separator: "\n")
        for form in forms { #expect(!shown.lowercased().contains(form.lowercased()), "\(what) shows a secret") }
    }
}
