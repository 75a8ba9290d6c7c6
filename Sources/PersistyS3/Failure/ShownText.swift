extension String {
    /// A text from outside as part of a sentence: short, on one line, without what a terminal obeys or what changes the
    /// direction of a line, and without the names of access keys.
    func shownInSentence(limit: Int = 200) -> String {
        var shown = ""
        for scalar in unicodeScalars.prefix(limit) {
            switch scalar.value {
            case 0x0a, 0x0d, 0x09: shown += " "
            case 0..<0x20, 0x7f...0x9f, 0x61c, 0x200b, 0x200e, 0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff:
                shown += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        if unicodeScalars.count > limit { shown += "…" }
        // An access key's name has twenty letters and digits, four of which tell its kind ("IAM identifiers", IAM User
        // Guide).
        let words = shown.split(separator: " ", omittingEmptySubsequences: false).map { word in
            ["AKIA", "ASIA"].contains { word.utf8.count >= 16 && word.contains($0) } ? Substring(Secret.mask) : word
        }
        return words.joined(separator: " ")
    }
}
