import TerminalUI

/// A line made of spans, each with its role.
struct StyledLine: Sendable {
    var spans: [(text: ShownText, role: Role)]
    /// What the line answers to.
    var target: Target?

    init(_ text: ShownText, _ role: Role = .text, target: Target? = nil) {
        spans = [(text, role)]
        self.target = target
    }

    init(_ spans: [(ShownText, Role)], target: Target? = nil) {
        self.spans = spans.map { (text: $0.0, role: $0.1) }
        self.target = target
    }

    static let empty = StyledLine("")

    var columns: Int { spans.reduce(0) { $0 + $1.text.columns } }
}

extension Frame where Target == Browser.Target {
    /// Draws a line into the first row of `area`; what does not fit is cut.
    mutating func draw(_ line: StyledLine, in area: Rect) {
        var column = area.column
        for (text, role) in line.spans {
            let room = area.endColumn - column
            guard room > 0 else { break }
            let fitting = text.columns > room ? text.cut(to: room) : text
            column += cells.draw(fitting, at: Point(column: column, row: area.row), columns: room, role: role)
        }
        if let target = line.target { respond(in: area.line(0), as: target) }
    }
}
