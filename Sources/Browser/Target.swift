package import TerminalUI

/// What a place on the screen stands for, so that the mouse never deals in coordinates.
package enum Target: Hashable, Sendable {
    case store(StoreID)
    case pane(Side)
    /// A line of a pane, by its number among all lines.
    case line(Side, Int)
    /// The empty rest of a pane below its lines.
    case crumb(Side, depth: Int)
    case header(Side, Column)
    case progress
    case problems
    /// A key hint: clicking it is pressing it.
    case hint(Action)
    /// A line of the open sheet.
    case sheetLine(Int)
    /// One of the choices on a line of the open sheet.
    case sheetChoice(line: Int, Int)
    /// A choice of the open sheet, by its key.
    case choice(Key)
    /// The open sheet itself: a click that hits nothing else in it.
    case sheet
}

extension Target {
    /// The pane that the target lies in.
    package var side: Side? {
        switch self {
        case .pane(let side), .line(let side, _), .crumb(let side, _), .header(let side, _): side
        case .store, .progress, .problems, .hint, .sheetLine, .sheetChoice, .choice, .sheet: nil
        }
    }
}
