import PersistyData
import PersistyTransfer
package import TerminalUI

/// Draws models one after the other, and only what differs from the last.
///
/// It always gives the frame that `view(_:)` gives. A step of the cursor, by far the commonest change, draws two lines
/// and a footer instead of the whole screen.
package struct Screen: Sendable {
    private var last: (key: Key, cursors: Pair<Int>, frame: Frame<Target>)?

    package init() {}

    package mutating func draw(_ model: Model) -> Frame<Target> {
        let cursors = Pair(model.panes.left.cursor, model.panes.right.cursor)
        guard let key = Key(model) else {
            last = nil
            return view(model)
        }
        guard let last, last.key == key else {
            let frame = view(model)
            self.last = (key, cursors, frame)
            return frame
        }
        self.last = nil
        var frame = last.frame
        let layout = model.layout
        for side in Side.allCases where cursors[side] != last.cursors[side] {
            guard let area = layout.panes[side] else { continue }
            PaneView(model: model, side: side, area: area).redrawCursor(from: last.cursors[side], &frame)
        }
        self.last = (key, cursors, frame)
        return frame
    }

    /// All that a frame is made from but the cursors. Only for plain browsing: with anything else on the screen there is
    /// no key, and the whole is drawn.
    private struct Key: Equatable {
        var size: Size
        var focus: Side
        var isSinglePane: Bool
        var notice: Notice?
        var problemCount: Int
        var hasRegister: Bool
        var stores: [StoreEntry]
        var left: PaneKey
        var right: PaneKey
        /// Dates are written otherwise as time passes.
        var hour: Int64

        init?(_ model: Model) {
            guard model.sheet == nil, model.inspector == nil, model.lineInput == nil, model.drag == nil,
                model.pending.isEmpty, model.transfers.isIdle
            else { return nil }
            size = model.size
            focus = model.focus
            isSinglePane = model.isSinglePane
            notice = model.notice
            problemCount = model.problemCount
            hasRegister = model.register != nil
            stores = model.listedStores
            left = PaneKey(model.panes.left)
            right = PaneKey(model.panes.right)
            hour = model.now.seconds / 3600
        }
    }

    private struct PaneKey: Equatable {
        var listing: Int
        var version: Int
        var state: Listing.State
        var rows: Int
        var marks: Int
        var top: Int
        var height: Int
        var anchor: Int?
        var arrangement: Arrangement
        var isArranging: Bool

        init(_ pane: Pane) {
            listing = pane.listing.id
            version = pane.listing.version
            state = pane.listing.state
            rows = pane.rowsVersion
            marks = pane.marks.version
            top = pane.top
            height = pane.height
            anchor = pane.anchor
            arrangement = pane.arrangement
            isArranging = pane.isArranging
        }
    }
}
