import TerminalUI

extension Prompt {
    /// Does what the key means to the line of text: edits it, or takes a former answer back into it.
    mutating func handle(_ key: Key) {
        switch (key.code, key.modifiers) {
        case (.up, []), (.character("p"), .control): take(recall.older(than: field.text))
        case (.down, []), (.character("n"), .control): take(recall.newer())
        default: _ = field.handle(key)
        }
    }

    private mutating func take(_ answer: String?) {
        if let answer { field = TextField(answer) }
    }
}
