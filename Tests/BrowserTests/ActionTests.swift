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
        let keymap = try Keymap<Action>.browser([.copyToOther: ["ctrl-y"]])
        #expect(keymap.keys(for: .copyToOther).map { $0.map(\.description) } == [["ctrl-y"]])
    }

    @Test func `refuses a key that is none, and says which`() {
        #expect(throws: KeyNotationError.self) { try Keymap<Action>.browser([.copyToOther: ["ctrl-nokey"]]) }
    }
}
