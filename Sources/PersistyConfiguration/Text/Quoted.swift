/// Text from a file, made safe to stand in a sentence.
enum Quoted {
    /// `text` in quotes, escaped, and cut when it is long.
    static func text(_ text: String) -> String { "“\(escape(text, limit: 60))”" }

    /// `text` with every scalar escaped that could move the cursor, turn the direction of writing or hide.
    static func escape(_ text: String) -> String { escape(text, limit: .max) }

    private static func escape(_ text: String, limit: Int) -> String {
        var result = ""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            guard index < limit else { return result + "…" }
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            default:
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
