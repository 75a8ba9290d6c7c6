import PersistyData
import TerminalUI

extension Notice: Error {}

extension Model {
    /// Why there is nothing to act on in a pane.
    func nothingSelected(_ side: Side) -> ShownText {
        panes[side].isOnParentLine
            ? "“..” is the folder above; put the cursor on an item or a folder."
            : "There is nothing here to act on."
    }

    /// The sum of what an action on a pane is for.
    func total(_ side: Side) -> RowTotal {
        let pane = panes[side]
        guard pane.marks.isEmpty else { return pane.markTotal }
        var total = RowTotal()
        if let row = pane.cursorRow { total.add(row, of: pane.listing) }
        return total
    }

    /// Shows a sentence.
    mutating func say(_ kind: Notice.Kind, _ text: ShownText) { notice = Notice(kind, text) }

    /// Shows a failure, and keeps it to be read in full; of what names nothing itself, with the folder it happened in.
    mutating func report(_ error: DataError, in place: Place? = nil) {
        guard error.code != .cancelled else { return }
        problem = Problem(error, name: place.flatMap { $0.prefix.isRoot ? nil : Array($0.prefix.text.utf8) })
        problemCount += 1
        notice = Notice(.error, sentence(of: error))
    }

    /// An error as one line.
    func sentence(of error: DataError) -> ShownText {
        var text: ShownText = ""
        if let name = error.name { text += "“\(ShownText(bytes: name).cutMiddle(to: 60))”: " }
        text += ShownText(error.message)
        if let hint = error.hint { text += " \(ShownText(hint))" }
        return text
    }
}
