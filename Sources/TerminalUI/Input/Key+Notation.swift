/// Why a text names no key.
package struct KeyNotationError: Error, Hashable, Sendable {
    /// What was written.
    package var notation: String
    /// The part of it that is no key and no modifier.
    package var part: String
    /// The name it resembles most.
    package var nearest: String?

    package var message: ShownText {
        guard !notation.isEmpty else { return "A key is missing: write one, like “ctrl-c” or “g g”." }
        let problem: ShownText = "“\(part)” in “\(notation)” is no key"
        guard let nearest else {
            return "\(problem). Write a character, a name like “enter” or “f5”, or “ctrl-c”, “alt-x”, “shift-tab”."
        }
        return "\(problem). Did you mean “\(nearest)”?"
    }
}

extension Key {
    /// Reads a key as it is written in configuration: `a`, `G`, `enter`, `f5`, `ctrl-c`, `shift-tab`, `alt-enter`.
    package init(notation: String) throws(KeyNotationError) {
        var rest = Substring(notation)
        var modifiers: Modifiers = []
        while let dash = rest.dropFirst().firstIndex(of: "-"), rest.index(after: dash) < rest.endIndex {
            let name = rest[..<dash].lowercased()
            guard let modifier = Self.modifierNames[name] else {
                let nearest = Nearest.name(to: name, among: ["ctrl", "alt", "shift"])
                throw KeyNotationError(notation: notation, part: String(rest[..<dash]), nearest: nearest)
            }
            modifiers.insert(modifier)
            rest = rest[rest.index(after: dash)...]
        }
        guard let code = Self.code(named: rest) else {
            let nearest = Nearest.name(to: rest.lowercased(), among: Self.names.map(\.name))
            throw KeyNotationError(notation: notation, part: String(rest), nearest: nearest)
        }
        self = Key(code, modifiers).normalized
    }

    /// Reads keys pressed one after the other: `g g`, `ctrl-w x`.
    package static func sequence(_ notation: String) throws(KeyNotationError) -> [Key] {
        let words = notation.split(separator: " ")
        guard !words.isEmpty else { throw KeyNotationError(notation: "", part: "", nearest: nil) }
        var keys: [Key] = []
        for word in words {
            do {
                keys.append(try Key(notation: String(word)))
            } catch {
                throw KeyNotationError(notation: notation, part: error.part, nearest: error.nearest)
            }
        }
        return keys
    }

    /// The one way of writing a key that can be pressed in several: Shift with a letter is the upper-case letter, and
    /// Control knows no case.
    package var normalized: Key {
        guard case .character(let scalar) = code else { return self }
        var key = self
        if modifiers.contains(.control) {
            if scalar.isASCII, let lower = scalar.properties.lowercaseMapping.unicodeScalars.first {
                key.code = .character(lower)
            }
        } else if modifiers.contains(.shift), scalar != " " {
            let upper = scalar.properties.uppercaseMapping.unicodeScalars
            if upper.count == 1, let first = upper.first { key.code = .character(first) }
            key.modifiers.remove(.shift)
        }
        return key
    }

    private static let modifierNames: [String: Modifiers] = [
        "ctrl": .control, "control": .control, "c": .control, "alt": .alt, "meta": .alt, "shift": .shift,
    ]

    static let names: [(name: String, code: Code)] =
        [
            ("enter", .enter), ("tab", .tab), ("escape", .escape), ("backspace", .backspace), ("delete", .delete),
            ("insert", .insert), ("up", .up), ("down", .down), ("left", .left), ("right", .right), ("home", .home),
            ("end", .end), ("pageup", .pageUp), ("pagedown", .pageDown), ("space", .character(" ")),
            ("esc", .escape), ("return", .enter), ("del", .delete), ("ins", .insert), ("pgup", .pageUp),
            ("pgdn", .pageDown), ("minus", .character("-")),
            ("plus", .character("+")),
        ] + (1...24).map { ("f\($0)", .function($0)) }

    private static func code(named name: Substring) -> Code? {
        if let scalar = name.unicodeScalars.first, name.unicodeScalars.count == 1 {
            return ScalarClass(scalar) == .unsafe ? nil : .character(scalar)
        }
        let lower = name.lowercased()
        return names.first { $0.name == lower }?.code
    }
}
