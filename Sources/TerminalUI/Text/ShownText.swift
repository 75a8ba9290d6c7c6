/// Text that is safe to send to a terminal: the only kind a cell, a log line or a line of output accepts.
///
/// Names, metadata and messages from stores are hostile: they may hold control sequences, letters that reverse a
/// line, or two spellings that look the same. Making a `ShownText` of them escapes all of it, injectively: two texts
/// that differ are shown differently. What we write ourselves is a literal and passes as it is.
package struct ShownText: Sendable {
    package private(set) var text: String
    package private(set) var columns: Int

    /// Escapes text from outside.
    package init(_ text: String) {
        var text = text
        let isPlain = text.withUTF8(Escaping.isPlain)
        self.init(safe: isPlain ? text : Escaping.escape(Array(text.utf8)))
    }

    /// Escapes bytes from outside, which need not be UTF-8.
    package init(bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        if bytes.withUnsafeBufferPointer(Escaping.isPlain) {
            self.init(safe: String(decoding: bytes, as: UTF8.self))
        } else {
            self.init(safe: Escaping.escape(bytes))
        }
    }

    /// Escapes all that is not printable ASCII, so that letters that look alike are told apart.
    package init(spelling text: String) {
        var spelled = ""
        for scalar in Self(text).text.unicodeScalars {
            if scalar.isASCII {
                spelled.unicodeScalars.append(scalar)
            } else {
                spelled += "\\u{" + String(scalar.value, radix: 16) + "}"
            }
        }
        self.init(safe: spelled)
    }

    init(safe text: String) {
        self.text = text
        columns = TextWidth.columns(of: text)
    }

    package var isEmpty: Bool { text.isEmpty }

    /// Every glyph of ASCII is a byte and a column, and no other glyph has as many columns as bytes.
    var isASCII: Bool { columns == text.utf8.count }
}

extension ShownText: Hashable {
    /// By bytes: `String` takes two normal forms of one letter for equal, but they are two names.
    package static func == (one: Self, other: Self) -> Bool {
        one.columns == other.columns && one.text.utf8.elementsEqual(other.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

extension ShownText: CustomStringConvertible {
    package var description: String { text }
}

extension ShownText {
    package static func + (one: Self, other: Self) -> Self {
        var sum = one
        sum += other
        return sum
    }

    package static func += (one: inout Self, other: Self) {
        one.text += other.text
        one.columns = other.isASCII ? one.columns + other.columns : TextWidth.columns(of: one.text)
    }
}

extension Sequence<ShownText> {
    package func joined(separator: ShownText = "") -> ShownText {
        ShownText(safe: map(\.text).joined(separator: separator.text))
    }
}
