import Browser
import TerminalUI
import Testing

@Suite struct `The action registry` {
    @Test func `gives every action keys, and none is hidden behind a shorter sequence`() throws {
        let keymap = try Keymap<Action>.browser()
        for action in Action.allCases { #expect(!keymap.keys(for: action).isEmpty, "\(action.rawValue)") }
        #expect(keymap.conflicts.isEmpty)
    }

    @Test func `binds no keys twice`() throws {
        var seen: [String: Action] = [:]
        for action in Action.allCases {
            for notation in action.defaultKeys {
                let former = seen.updateValue(action, forKey: notation)
                #expect(former == nil, "\(notation) is bound to \(action.rawValue) and \(former?.rawValue ?? "")")
            }
        }
    }

    @Test func `needs no function key and no Alt chord for anything but copying and moving at once`() throws {
        for action in Action.allCases where ![.copyToOther, .moveToOther].contains(action) {
            let plain = try action.defaultKeys.map(Key.sequence).contains { keys in
                keys.allSatisfy { key in
                    if case .function = key.code { return false }
                    return !key.modifiers.contains(.alt)
                }
            }
            #expect(plain, "\(action.rawValue)")
        }
    }

    @Test func `takes the keys that a configuration gives instead of the default ones`() throws {
        let keymap = try Keymap<Action>.browser([.copyToOther: [try Key.sequence("ctrl-y")]])
        #expect(keymap.keys(for: .copyToOther).map { $0.map(\.description) } == [["ctrl-y"]])
    }

    @Test(arguments: [("d", "d"), ("g", "g g"), ("d x", "d"), ("ctrl-w", "ctrl-w x")])
    func `gives a chosen key to the action it was chosen for, and takes defaults away that it hides`(
        chosen: String, former: String
    ) throws {
        let keymap = try Keymap<Action>.browser([.yank: [try Key.sequence(chosen)]])
        guard case .action(.yank) = keymap.match(try Key.sequence(chosen)) else { return #expect(Bool(false)) }
        #expect(keymap.conflicts.isEmpty)
        let others = keymap.bindings.filter { $0.action != .yank }
        let lost = try Key.sequence(former)
        #expect(!others.contains { $0.keys == lost })
    }
}
