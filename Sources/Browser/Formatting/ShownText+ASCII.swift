package import TerminalUI

extension ShownText {
    /// So many blanks.
    package static func blanks(_ count: Int) -> ShownText {
        ShownText(stringLiteral: String(repeating: " ", count: max(0, count)))
    }

    /// Printable ASCII as it is, blanks at the ends and backslashes too; anything else becomes `.`.
    ///
    /// For columns of our own making and for the content of items, where an escape would shift what stands below.
    package static func ascii(_ bytes: some Sequence<UInt8>) -> ShownText {
        ShownText(stringLiteral: String(decoding: bytes.map { (0x20...0x7e).contains($0) ? $0 : 0x2e }, as: UTF8.self))
    }
}
