extension ShownText {
    /// The text as one word among others: in double quotes where it has a space, a quote or `=` in it, or is empty.
    ///
    /// A quote inside is escaped as what must not be itself, so that the word has no end but its own.
    package var word: ShownText {
        guard isEmpty || text.utf8.contains(where: { " =\"".utf8.contains($0) }) else { return self }
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        return ShownText(safe: "\"" + parts.joined(separator: "\\u{22}") + "\"")
    }
}
