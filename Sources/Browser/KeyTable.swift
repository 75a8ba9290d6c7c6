package import TerminalUI

/// The keys of all actions, as the help lists them and as README prints them.
package enum KeyTable {
    /// One line: an action, or the nine that go to a store each.
    struct Entry {
        var actions: [Action]
        var keys: ShownText
        var title: ShownText
        var name: String
    }

    static func entries(_ group: Action.Group, _ keymap: Keymap<Action>) -> [Entry] {
        var entries: [Entry] = []
        let stores = Action.allCases.filter { $0.storeIndex != nil }
        let storeKeys = stores.map { keys(of: $0, in: keymap) }
        for action in Action.allCases where action.group == group {
            let keys = keys(of: action, in: keymap)
            guard !keys.isEmpty else { continue }
            guard action.storeIndex != nil, let first = storeKeys.first, let last = storeKeys.last,
                storeKeys.allSatisfy({ !$0.isEmpty && $0.columns == first.columns })
            else {
                entries.append(Entry(actions: [action], keys: keys, title: action.title, name: action.rawValue))
                continue
            }
            guard action == stores.first else { continue }
            entries.append(
                Entry(
                    actions: stores, keys: "\(first) … \(last)", title: "the store of that number in this pane",
                    name: "\(action.rawValue) … \(stores.count)"))
        }
        return entries
    }

    static func keys(of action: Action, in keymap: Keymap<Action>) -> ShownText {
        keymap.keys(for: action).map { $0.map(\.shown).joined(separator: " ") }.joined(separator: ", ")
    }

    /// A table a group: the keys as in the help, what they do, and the action's name for the configuration.
    package static func markdown(_ keymap: Keymap<Action>) -> String {
        Action.Group.allCases.map { group in
            var lines = ["**\(group.rawValue)**", "", "| Keys | What it does | Action |", "|---|---|---|"]
            for entry in entries(group, keymap) {
                lines.append("| \(code(entry, keymap)) | \(entry.title.text) | `\(entry.name)` |")
            }
            return lines.joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n"
    }

    private static func code(_ entry: Entry, _ keymap: Keymap<Action>) -> String {
        guard entry.actions.count == 1 else { return "`\(entry.keys.text)`" }
        return keymap.keys(for: entry.actions[0]).map { keys in
            let text = keys.map { $0.shown.text }.joined(separator: " ").replacing("|", with: "\\|")
            return text.contains("`") ? "`` \(text) ``" : "`\(text)`"
        }.joined(separator: " ")
    }
}
