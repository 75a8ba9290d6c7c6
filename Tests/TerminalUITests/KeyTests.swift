import Testing

@testable import TerminalUI

@Suite struct `Key notation` {
    @Test(arguments: [
        ("a", Key.character("a"), "a"), ("G", .character("G"), "G"), ("shift-g", .character("G"), "G"),
        ("ctrl-c", .character("c", .control), "ctrl-c"), ("Ctrl-C", .character("c", .control), "ctrl-c"),
        ("f5", Key(.function(5)), "f5"), ("shift-f6", Key(.function(6), .shift), "shift-f6"),
        ("space", .character(" "), "space"), ("-", .character("-"), "-"), ("+", .character("+"), "+"),
        ("ctrl--", .character("-", .control), "ctrl--"), ("alt-enter", Key(.enter, .alt), "alt-enter"),
        ("shift-tab", Key(.tab, .shift), "shift-tab"), ("pgup", Key(.pageUp), "pageup"),
        ("esc", Key(.escape), "escape"),
        ("ctrl-alt-del", Key(.delete, [.control, .alt]), "ctrl-alt-delete"), ("|", .character("|"), "|"),
    ])
    func `reads and writes`(notation: String, key: Key, canonical: String) throws {
        #expect(try Key(notation: notation) == key)
        #expect(key.description == canonical)
        #expect(try Key(notation: canonical) == key)
    }

    @Test(arguments: [
        ("ctr-c", "ctr", "ctrl"), ("entr", "entr", "enter"), ("g pagdown", "pagdown", "pagedown"),
        ("\u{1B}", "\u{1B}", nil),
    ])
    func `names what is wrong and what was meant`(notation: String, part: String, nearest: String?) {
        let error = #expect(throws: KeyNotationError.self) { try Key.sequence(notation) }
        #expect(error?.part == part && error?.nearest == nearest && error?.notation == notation)
        #expect(error?.message.text.contains("\u{1B}") == false)
    }

    @Test func `reads back every key it writes`() throws {
        for (_, code) in Key.names {
            for bits in UInt8(0)..<8 {
                let key = Key(code, Key.Modifiers(rawValue: bits)).normalized
                #expect(try Key(notation: key.description) == key)
                #expect(!key.shown.isEmpty)
            }
        }
        #expect(Key.character("a", .control).shown == "^a" && Key(.function(6), .shift).shown == "Shift-F6")
    }
}

@Suite struct `A keymap` {
    let keymap: Keymap<String>

    init() throws {
        keymap = Keymap([
            (try Key.sequence("g g"), "top"), (try Key.sequence("g t"), "next tab"), (try Key.sequence("j"), "down"),
            (try Key.sequence("j"), "lower"), (try Key.sequence("d"), "delete"), (try Key.sequence("d d"), "never"),
        ])
    }

    @Test func `finds actions, waits for sequences, and lets the later binding win`() throws {
        guard case .action("lower") = keymap.match(try Key.sequence("j")) else { return #expect(Bool(false)) }
        guard case .action("top") = keymap.match(try Key.sequence("g g")) else { return #expect(Bool(false)) }
        guard case .pending(let next) = keymap.match(try Key.sequence("g")) else { return #expect(Bool(false)) }
        #expect(next.map(\.action) == ["top", "next tab"] && next.map(\.key) == [.character("g"), .character("t")])
        guard case .none = keymap.match(try Key.sequence("g x")) else { return #expect(Bool(false)) }
        guard case .none = keymap.match([]) else { return #expect(Bool(false)) }
        #expect(keymap.keys(for: "down").isEmpty)
        #expect(keymap.keys(for: "lower") == [[.character("j")]])
    }

    @Test func `reports what can never be reached`() throws {
        #expect(keymap.conflicts.map(\.action) == ["never"])
        #expect(keymap.conflicts.first?.shadowedBy == [.character("d")])
    }
}

@Suite struct `A text field` {
    @Test(arguments: [
        ("ctrl-w", "one two ", 8), ("ctrl-u", "", 0), ("ctrl-a", "one two three", 0), ("ctrl-h", "one two thre", 12),
        ("ctrl-b", "one two three", 12), ("alt-b", "one two three", 8), ("ctrl-k", "one two three", 13),
        ("x", "one two threex", 14), ("alt-backspace", "one two ", 8), ("home", "one two three", 0),
    ])
    func `edits`(notation: String, text: String, cursor: Int) throws {
        var field = TextField("one two three")
        let isHandled = field.handle(try Key(notation: notation))
        #expect(isHandled && field.text == text && field.cursor == cursor)
    }

    @Test func `leaves other keys to others, and controls out of what is pasted`() throws {
        var field = TextField("日e\u{301}")
        #expect(try !field.handle(Key(notation: "f5")) && !field.handle(Key(notation: "enter")))
        field.paste("a\u{1B}[2J\nb\u{9B}")
        #expect(field.text == "日e\u{301}a[2J b")
    }

    @Test func `keeps its cursor in view`() {
        var dice = Dice(state: 3)
        var field = TextField()
        let keys: [Key] = [
            .character("日"), .character("a"), Key(.left), Key(.right), Key(.home), Key(.end), Key(.backspace),
            .character(" "), .character("\u{301}"),
        ]
        for _ in 0..<600 {
            _ = field.handle(keys.randomElement(using: &dice) ?? Key(.left))
            let columns = Int.random(in: 0...12, using: &dice)
            let (shown, cursor) = field.visible(columns: columns)
            let isInView = shown.columns <= columns && cursor <= max(0, columns - 1) && cursor >= 0
            if !isInView { Issue.record("\(field.text) at \(field.cursor) in \(columns): \(shown), \(cursor)") }
        }
    }
}
