extension TextField {
    /// The part of the text around the cursor that fits, and the column of the cursor in it.
    ///
    /// The text is shown escaped, so that what will be sent is what is seen; a space at an end stays a space.
    package func visible(columns: Int) -> (text: ShownText, cursorColumn: Int) {
        guard columns > 0 else { return ("", 0) }
        let before = Self.shown(text.prefix(cursor))
        let after = Self.shown(text.dropFirst(cursor))
        guard before.columns + after.columns >= columns else { return (before + after, before.columns) }
        let ahead = min(after.columns, columns / 4)
        let start = max(0, before.columns + max(1, ahead) - columns)
        let kept = start > 0 ? before.cutStart(to: before.columns - start) : before
        let room = columns - kept.columns
        return (kept + (after.columns > room ? after.cut(to: room) : after), kept.columns)
    }

    private static func shown(_ part: Substring) -> ShownText {
        let words = part.split(separator: " ", omittingEmptySubsequences: false)
        return words.map { ShownText(String($0)) }.joined(separator: " ")
    }
}
