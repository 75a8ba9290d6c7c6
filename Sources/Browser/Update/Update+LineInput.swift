import PersistyData
import TerminalUI

extension Model {
    mutating func handleLineInput(_ key: Key) -> [Effect] {
        guard var input = lineInput else { return [] }
        switch (key.code, key.modifiers) {
        case (.escape, _), (.character("c"), .control):
            lineInput = nil
            if input.kind == .filter {
                pane.arrangement.filter = input.formerFilter
                return rearrange(focus)
            }
            (pane.cursor, pane.top) = (input.origin, input.top)
            pane.clamp()
            return []
        case (.enter, _):
            lineInput = nil
            return []
        case (.tab, _):
            if input.kind == .filter { pane.arrangement.filter = input.formerFilter }
            input.kind = input.kind == .find ? .filter : .find
            input.isMissing = false
            lineInput = input
            return rearrange(focus) + lineInputChanged()
        case (.down, _), (.up, _):
            pane.moveCursor(to: pane.cursor + (key.code == .down ? 1 : -1))
            return []
        default:
            guard input.field.handle(key) else { return [] }
            lineInput = input
            return lineInputChanged()
        }
    }

    /// Finds or filters by what has been typed so far.
    mutating func lineInputChanged() -> [Effect] {
        guard let input = lineInput else { return [] }
        switch input.kind {
        case .filter:
            pane.arrangement.filter = input.field.text
            return rearrange(focus)
        case .find:
            settings.lastFind = input.field.text
            let isFound = find(forward: true, from: input.origin - 1)
            lineInput?.isMissing = !isFound
            return []
        }
    }

    /// Puts the cursor on the next row, around the end, whose name holds the text that was last looked for.
    ///
    /// - Returns: Whether there is one.
    @discardableResult
    mutating func find(forward: Bool, from start: Int? = nil) -> Bool {
        let text = settings.lastFind
        guard !text.isEmpty else { return true }
        let filter = TextFilter(text)
        let pane = self.pane
        let count = pane.lineCount
        let from = start ?? pane.cursor
        for step in 1...max(1, count) {
            let line = ((forward ? from + step : from - step) % max(1, count) + count) % max(1, count)
            guard let row = pane.row(at: line) else { continue }
            let (batch, inside) = pane.listing.position(of: row)
            if pane.listing.batches[batch].withNameBytes(inside, filter.matches) {
                self.pane.moveCursor(to: line)
                self.pane.centre()
                return true
            }
        }
        if lineInput == nil { say(.info, "No name here holds “\(text)”.") }
        return false
    }
}
