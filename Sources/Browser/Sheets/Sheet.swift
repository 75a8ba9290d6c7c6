import PersistyData
package import TerminalUI

/// What lies over the panes. The panes go on under it; Esc closes it.
package enum Sheet: Sendable {
    case prompt(Prompt)
    case plan(PlanSheet)
    case deletion(DeletionSheet)
    case stores(cursor: Int)
    case quit
    case problem(Problem)
    case help(HelpSheet)
    case viewer(Viewer)
    case transfers(TransfersSheet)
    case attributes(AttributeSheet)
    case measure(MeasureSheet)
    case kept(KeptSheet)
    case link(LinkSheet)

    /// Whether it fills the screen, so that the panes need not be drawn.
    package var fillsScreen: Bool {
        switch self {
        case .help, .viewer, .transfers, .kept: true
        case .attributes, .measure, .link: false
        case .prompt, .plan, .deletion, .stores, .quit, .problem: false
        }
    }
}

/// A question with a line of text for an answer.
package struct Prompt: Sendable, Equatable {
    package enum Purpose: Sendable, Equatable {
        case rename(Selected)
        case newFolder
        case goTo
        case markPattern(Bool)
        case transfer(TransferOrder.Kind)
    }

    package var purpose: Purpose
    package var field: TextField
    /// The pane that it is about.
    package var side: Side
    /// Former answers.
    package var recall: Recall
    /// Why the last answer was not taken.
    package var complaint: ShownText?

    package init(_ purpose: Purpose, side: Side, text: String = "", offering offered: [String] = []) {
        self.purpose = purpose
        self.side = side
        field = TextField(text)
        recall = Recall(offered)
    }

    package var title: ShownText {
        switch purpose {
        case .rename(.item): "Rename the item"
        case .rename(.folder): "Rename the folder"
        case .rename(.special(_, .link)): "Rename the link, not what it leads to"
        case .rename(.special(_, let kind)): "Rename the \(kind.name)"
        case .newFolder: "New folder"
        case .goTo: "Go to"
        case .markPattern(true): "Mark names by pattern"
        case .markPattern(false): "Unmark names by pattern"
        case .transfer(.copy): "Copy to"
        case .transfer(.move): "Move to"
        }
    }

    package var explanation: ShownText {
        switch purpose {
        case .rename: "The new name, in the same folder."
        case .newFolder: "Its name; a / makes one inside another."
        case .goTo:
            "A path (/x, ~/x, ./x), or STORE:KEY, or a folder below this one."
                + (recall.offered.isEmpty ? "" : " ↑ and ↓: where you were.")
        case .markPattern: "* stands for any letters, ? for one: *.csv"
        case .transfer: "A path (/x, ~/x, ./x), or STORE:FOLDER/, or a folder below the other pane's."
        }
    }
}

/// A line of input at the foot of the screen that acts while it is typed.
package struct LineInput: Sendable, Equatable {
    package enum Kind: Sendable, Equatable { case find, filter }

    package var kind: Kind
    package var field = TextField("")
    /// Where the cursor and the view were when it began.
    package var origin: Int
    package var top: Int
    /// The filter that Esc goes back to.
    package var formerFilter: String

    /// Whether no name holds what is typed.
    package var isMissing = false

    init(_ kind: Kind, _ pane: Pane) {
        self.kind = kind
        (origin, top, formerFilter) = (pane.cursor, pane.top, pane.arrangement.filter)
    }
}

/// All keys, from the live keymap.
package struct HelpSheet: Sendable, Equatable {
    package var top = 0

    package init() {}
}

/// The transfers of this run.
package struct TransfersSheet: Sendable, Equatable {
    package var cursor = 0

    package init() {}
}
