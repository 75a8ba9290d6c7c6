/// One line of text being edited.
package struct TextField: Hashable, Sendable {
    package private(set) var text: String
    /// How many characters stand before the cursor.
    package private(set) var cursor: Int

    package init(_ text: String = "") {
        let kept = Self.withoutControls(text)
        self.text = kept
        cursor = kept.count
    }

    package var isEmpty: Bool { text.isEmpty }

    /// Puts the cursor after so many characters.
    package mutating func moveCursor(to position: Int) { cursor = max(0, min(position, text.count)) }

    /// Inserts text at the cursor. Controls are left out: a line of input has none.
    package mutating func insert(_ inserted: String) {
        var characters = Array(text)
        let before = String(characters[..<cursor]) + Self.withoutControls(inserted)
        characters.removeSubrange(..<cursor)
        text = before + String(characters)
        cursor = min(before.count, text.count)
    }

    package mutating func paste(_ pasted: String) { insert(pasted) }

    package mutating func clear() { self = TextField() }

    /// Deletes between two positions and leaves the cursor there.
    mutating func delete(_ range: Range<Int>) {
        var characters = Array(text)
        let range = range.clamped(to: 0..<characters.count)
        characters.removeSubrange(range)
        text = String(characters)
        cursor = min(range.lowerBound, text.count)
    }

    private static func withoutControls(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: kept.append(" ")
            case 0x00..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: continue
            default: kept.append(scalar)
            }
        }
        return String(kept)
    }
}
