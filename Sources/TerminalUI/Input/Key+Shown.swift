extension Key: CustomStringConvertible {
    /// The notation that reads back as this key.
    package var description: String {
        var text = ""
        if modifiers.contains(.control) { text += "ctrl-" }
        if modifiers.contains(.alt) { text += "alt-" }
        if modifiers.contains(.shift) { text += "shift-" }
        switch code {
        case .character(" "): return text + "space"
        case .character(let scalar): return text + String(Character(scalar))
        default: return text + (Self.names.first { $0.code == code }?.name ?? "")
        }
    }

    /// The key as a hint names it: `^a`, `Shift-F6`, `Space`, `G`.
    package var shown: ShownText {
        if modifiers == .control, case .character(let scalar) = code, scalar != " " {
            return "^" + Self.shown(scalar)
        }
        var text: ShownText = ""
        if modifiers.contains(.control) { text += "Ctrl-" }
        if modifiers.contains(.alt) { text += "Alt-" }
        if modifiers.contains(.shift) { text += "Shift-" }
        return text + shownCode
    }

    private var shownCode: ShownText {
        switch code {
        case .character(" "): "Space"
        case .character(let scalar): Self.shown(scalar)
        case .enter: "Enter"
        case .tab: "Tab"
        case .escape: "Esc"
        case .backspace: "Backspace"
        case .delete: "Del"
        case .insert: "Ins"
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .function(let number): "F\(number)"
        }
    }

    /// A key cap shows a backslash as one: it is a key and not part of a name.
    private static func shown(_ scalar: Unicode.Scalar) -> ShownText {
        scalar == "\\" ? "\\" : ShownText(String(Character(scalar)))
    }
}
