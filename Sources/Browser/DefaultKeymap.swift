package import TerminalUI

extension Action {
    /// The keys of each action, in the configuration's notation; the first is the one that hints show.
    ///
    /// One set for both hands, those of vi and those of mc. No function key and no Alt chord is the only way to anything.
    package var defaultKeys: [String] {
        switch self {
        case .moveDown: ["j", "down", "ctrl-n"]
        case .moveUp: ["k", "up", "ctrl-p"]
        case .halfPageDown: ["ctrl-d"]
        case .halfPageUp: ["ctrl-u"]
        case .pageDown: ["pagedown", "ctrl-f"]
        case .pageUp: ["pageup", "ctrl-b"]
        case .moveTop: ["g g", "home"]
        case .moveBottom: ["G", "end"]
        case .open: ["enter", "l", "right"]
        case .parent: ["backspace", "h", "left"]
        case .back: ["H", "alt-left"]
        case .forward: ["L", "alt-right"]
        case .goTo: ["g o", ":"]
        case .otherPane: ["tab", "ctrl-w w"]
        case .samePlace: ["alt-i", "g i"]
        case .swapPanes: ["ctrl-w x"]
        case .onePane: ["|"]
        case .store1: ["1"]
        case .store2: ["2"]
        case .store3: ["3"]
        case .store4: ["4"]
        case .store5: ["5"]
        case .store6: ["6"]
        case .store7: ["7"]
        case .store8: ["8"]
        case .store9: ["9"]
        case .chooseStore: ["g s"]
        case .mark: ["space", "insert", "shift-down"]
        case .markUp: ["shift-up"]
        case .markRange: ["v"]
        case .markAll: ["ctrl-a"]
        case .markInvert: ["*"]
        case .markPattern: ["+"]
        case .unmarkPattern: ["-"]
        case .copyToOther: ["f5"]
        case .copyTo: ["shift-f5", "C"]
        case .moveToOther: ["f6"]
        case .moveTo: ["shift-f6", "M"]
        case .yank: ["y"]
        case .cut: ["x"]
        case .paste: ["p"]
        case .forget: ["Y"]
        case .rename: ["r", "f2"]
        case .newFolder: ["a", "f7"]
        case .delete: ["d", "f8", "delete"]
        case .attributes: ["A"]
        case .link: ["U"]
        case .incoming: ["I"]
        case .view: ["f3", "V"]
        case .inspect: ["i", "alt-enter"]
        case .digests: ["#"]
        case .measure: ["="]
        case .versions: ["g v"]
        case .uploads: ["g u"]
        case .copyKey: ["c c"]
        case .copyAddress: ["c s"]
        case .copyName: ["c n"]
        case .copyETag: ["c e"]
        case .find: ["/"]
        case .filter: ["f"]
        case .findNext: ["n"]
        case .findPrevious: ["N"]
        case .sortName: ["s n", ", n"]
        case .sortSize: ["s s", ", s"]
        case .sortModified: ["s m", ", m"]
        case .sortETag: ["s e", ", e"]
        case .sortType: ["s t", ", t"]
        case .sortClass: ["s c", ", c"]
        case .hidden: [".", "alt-."]
        case .transfers: ["w"]
        case .problems: ["!"]
        case .theme: ["T"]
        case .refresh: ["ctrl-r", "R"]
        case .redraw: ["ctrl-l"]
        case .help: ["?", "f1"]
        case .suspend: ["ctrl-z"]
        case .quit: ["q", "f10", "Q"]
        case .cancel: ["escape", "ctrl-c"]
        }
    }
}

extension Keymap where Action == Browser.Action {
    /// The default keys, with those of `chosen` in their place: an action that is named there has only the keys given,
    /// and other actions lose the defaults that begin one of these or begin with one.
    package static func browser(_ chosen: [Action: [[Key]]] = [:]) throws(KeyNotationError) -> Self {
        let taken = chosen.values.joined().map { $0.map(\.normalized) }
        var bindings: [(keys: [Key], action: Action)] = []
        for action in Action.allCases {
            if let keys = chosen[action] {
                bindings += keys.map { ($0, action) }
                continue
            }
            for notation in action.defaultKeys {
                let keys = try Key.sequence(notation)
                if !taken.contains(where: { $0.starts(with: keys) || keys.starts(with: $0) }) {
                    bindings.append((keys, action))
                }
            }
        }
        return Keymap(bindings)
    }
}
