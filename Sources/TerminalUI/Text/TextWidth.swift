/// How many columns text takes on a terminal.
package enum TextWidth {
    package static func columns(of character: Character) -> Int { columns(of: String(character)) }

    package static func columns(of text: String) -> Int {
        let bytes = text.utf8
        if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return bytes.count }
        return GlyphSequence(text).reduce(0) { $0 + $1.columns }
    }
}
