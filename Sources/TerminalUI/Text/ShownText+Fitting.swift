extension ShownText {
    /// The text in at most so many columns, with `…` for an end that was cut.
    package func cut(to limit: Int) -> ShownText {
        guard columns > limit else { return self }
        guard limit > 0 else { return "" }
        return ShownText(safe: text[..<headEnd(limit - 1)] + "…")
    }

    /// The text in at most so many columns, with `…` for a beginning that was cut.
    package func cutStart(to limit: Int) -> ShownText {
        guard columns > limit else { return self }
        guard limit > 0 else { return "" }
        return ShownText(safe: "…" + text[tailStart(limit - 1)...])
    }

    /// The text in at most so many columns, with `…` in the middle: the beginning and the ending stay readable.
    package func cutMiddle(to limit: Int) -> ShownText {
        guard columns > limit else { return self }
        guard limit > 2 else { return cut(to: limit) }
        let ending = (limit - 1) / 3
        return ShownText(safe: text[..<headEnd(limit - 1 - ending)] + "…" + text[tailStart(ending)...])
    }

    /// The text with blanks after it up to so many columns; never cut.
    package func padded(to width: Int) -> ShownText {
        guard columns < width else { return self }
        return self + ShownText(safe: String(repeating: " ", count: width - columns))
    }

    /// The text in lines of at most so many columns, broken at spaces, and inside a word that is longer than a line.
    package func wrapped(to limit: Int) -> [ShownText] {
        guard limit > 0 else { return [] }
        var lines: [ShownText] = []
        var line = ShownText(safe: "")
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            var word = ShownText(safe: String(word))
            if !line.isEmpty, line.columns + 1 + word.columns <= limit {
                line = ShownText(safe: line.text + " " + word.text)
                continue
            }
            if !line.isEmpty { lines.append(line) }
            while word.columns > limit {
                let end = max(word.headEnd(limit), word.afterFirstGlyph)
                lines.append(ShownText(safe: String(word.text[..<end])))
                word = ShownText(safe: String(word.text[end...]))
            }
            line = word
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }

    /// Where the longest beginning of at most so many columns ends.
    func headEnd(_ limit: Int) -> String.Index {
        if isASCII { return text.utf8.index(text.startIndex, offsetBy: max(0, min(limit, columns))) }
        var glyphs = GlyphSequence(text)
        var end = glyphs.position
        var used = 0
        while let glyph = glyphs.next() {
            used += glyph.columns
            guard used <= limit else { break }
            end = glyphs.position
        }
        return end
    }

    /// Where the longest ending of at most so many columns begins.
    private func tailStart(_ limit: Int) -> String.Index {
        if isASCII { return text.utf8.index(text.endIndex, offsetBy: -max(0, min(limit, columns))) }
        var glyphs = GlyphSequence(text)
        var left = columns
        while left > limit, let glyph = glyphs.next() { left -= glyph.columns }
        return glyphs.position
    }

    private var afterFirstGlyph: String.Index {
        var glyphs = GlyphSequence(text)
        _ = glyphs.next()
        return glyphs.position
    }
}
