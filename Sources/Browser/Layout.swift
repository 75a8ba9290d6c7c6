package import TerminalUI

/// Where everything stands, at any size. Pure: made from the model when it is needed.
package struct Layout: Sendable, Equatable {
    package var storeBar: Rect?
    package var panes: Pair<PaneArea?>
    package var progress: Rect?
    package var message: Rect?
    package var hints: Rect?
    /// The screen is too small for anything but one sentence.
    package var isTooSmall: Bool

    package struct PaneArea: Sendable, Equatable {
        package var whole: Rect
        package var title: Rect
        package var header: Rect
        package var list: Rect
        package var footer: Rect
    }

    package init(_ size: Size, focus: Side, single: Bool) {
        isTooSmall = size.columns < 20 || size.rows < 5
        panes = Pair(nil, nil)
        guard !isTooSmall else { return }
        var rest = Rect(size)
        if size.rows >= 8 { storeBar = Self.cutTop(&rest) }
        hints = size.rows >= 10 ? Self.cutBottom(&rest) : nil
        if size.rows >= 18 { message = Self.cutBottom(&rest) }
        if size.rows >= 12 { progress = Self.cutBottom(&rest) }
        if message == nil { message = progress ?? Self.lastLine(of: rest, rows: size.rows) }
        if single || size.columns < 70 {
            panes[focus] = PaneArea(rest)
        } else {
            let left = Rect(column: 0, row: rest.row, columns: rest.columns / 2, rows: rest.rows)
            panes.left = PaneArea(left)
            panes.right = PaneArea(
                Rect(column: left.columns, row: rest.row, columns: rest.columns - left.columns, rows: rest.rows))
        }
    }

    private static func cutTop(_ rest: inout Rect) -> Rect {
        let line = Rect(column: rest.column, row: rest.row, columns: rest.columns, rows: 1)
        rest = Rect(column: rest.column, row: rest.row + 1, columns: rest.columns, rows: rest.rows - 1)
        return line
    }

    private static func cutBottom(_ rest: inout Rect) -> Rect {
        rest = Rect(column: rest.column, row: rest.row, columns: rest.columns, rows: rest.rows - 1)
        return Rect(column: rest.column, row: rest.row + rest.rows, columns: rest.columns, rows: 1)
    }

    private static func lastLine(of rest: Rect, rows: Int) -> Rect {
        Rect(column: 0, row: rows - 1, columns: rest.columns, rows: 1)
    }
}

extension Layout.PaneArea {
    init(_ area: Rect) {
        func line(_ row: Int) -> Rect { Rect(column: area.column, row: row, columns: area.columns, rows: 1) }
        whole = area
        title = line(area.row)
        header = line(area.row + 1)
        footer = line(area.row + area.rows - 1)
        list = Rect(
            column: area.column, row: area.row + 2, columns: area.columns, rows: max(0, area.rows - 3))
        if area.rows < 6 {
            // Too low for headers: the list takes their line.
            header = Rect(column: area.column, row: area.row, columns: 0, rows: 0)
            list = Rect(column: area.column, row: area.row + 1, columns: area.columns, rows: max(0, area.rows - 2))
        }
    }
}

extension Model {
    package var layout: Layout { Layout(size, focus: focus, single: isSinglePane) }

    /// Tells the panes how many lines they can show.
    mutating func relayout() {
        let layout = layout
        for side in Side.allCases {
            let height = layout.panes[side]?.list.rows ?? layout.panes[side.other]?.list.rows ?? 1
            if panes[side].height != height {
                panes[side].height = height
                panes[side].clamp()
            }
        }
    }
}
