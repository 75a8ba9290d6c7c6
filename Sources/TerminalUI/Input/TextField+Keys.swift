extension TextField {
    /// Does what the key means to a line of input, and answers whether it meant anything.
    package mutating func handle(_ key: Key) -> Bool {
        switch (key.code, key.modifiers) {
        case (.left, []), (.character("b"), .control): moveCursor(to: cursor - 1)
        case (.right, []), (.character("f"), .control): moveCursor(to: cursor + 1)
        case (.home, []), (.character("a"), .control): moveCursor(to: 0)
        case (.end, []), (.character("e"), .control): moveCursor(to: text.count)
        case (.left, .control), (.left, .alt), (.character("b"), .alt): moveCursor(to: wordStart)
        case (.right, .control), (.right, .alt), (.character("f"), .alt): moveCursor(to: wordEnd)
        case (.backspace, []), (.character("h"), .control): if cursor > 0 { delete(cursor - 1..<cursor) }
        case (.delete, []), (.character("d"), .control): if cursor < text.count { delete(cursor..<cursor + 1) }
        case (.character("w"), .control), (.backspace, .alt), (.backspace, .control): delete(wordStart..<cursor)
        case (.character("d"), .alt), (.delete, .control): delete(cursor..<wordEnd)
        case (.character("u"), .control): delete(0..<cursor)
        case (.character("k"), .control): delete(cursor..<text.count)
        default:
            guard let typed = key.typed else { return false }
            insert(String(Character(typed)))
        }
        return true
    }

    private var wordStart: Int {
        let before = Array(text.prefix(cursor))
        let word = before.lastIndex(where: Self.isWord) ?? -1
        return (before[..<(word + 1)].lastIndex { !Self.isWord($0) } ?? -1) + 1
    }

    private var wordEnd: Int {
        let characters = Array(text)
        let word = characters[cursor...].firstIndex(where: Self.isWord) ?? characters.count
        return characters[word...].firstIndex { !Self.isWord($0) } ?? characters.count
    }

    private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }
}
