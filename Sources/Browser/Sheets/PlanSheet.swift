package import PersistyData
package import PersistyTransfer
package import TerminalUI

/// What a copy or a move will do, shown before anything happens.
package struct PlanSheet: Sendable {
    package enum State: Sendable {
        /// Counting; the numbers so far.
        case planning(items: Int, bytes: Int64)
        case ready(TransferPlan)
        case failed(DataError)
    }

    /// Tells answers to this sheet from others.
    package var id: Int
    package var order: TransferOrder
    package var state = State.planning(items: 0, bytes: 0)
    /// What is done about items that are there already and have no answer of their own. The default loses nothing.
    package var policy = ConflictPolicy.skip
    /// Answers for single conflicts, by their ``PlannedConflict/index``.
    package var answers: [Int: ConflictPolicy] = [:]
    /// The conflict that is being decided by itself; `nil` when all are decided at once.
    package var conflict: Int?

    package init(id: Int, order: TransferOrder) {
        self.id = id
        self.order = order
    }

    /// The policies that can be chosen, with their keys.
    package static let choices: [(key: Key, policy: ConflictPolicy)] = [
        (Key(.character("s")), .skip), (Key(.character("k")), .keepBoth), (Key(.character("o")), .replace),
        (Key(.character("n")), .newer), (Key(.character("d")), .different),
    ]

    package var resolution: ConflictResolution { ConflictResolution(policy, except: answers) }

    package var plan: TransferPlan? {
        if case .ready(let plan) = state { plan } else { nil }
    }
}

extension ConflictPolicy {
    package var title: ShownText {
        switch self {
        case .fail: "stop at it"
        case .skip: "skip: leave what is there"
        case .replace: "overwrite, if it is still what was seen"
        case .keepBoth: "keep both: copy under another name"
        case .newer: "overwrite only what is older"
        case .different: "overwrite only what differs"
        }
    }
}

/// What a deletion will do, shown before anything happens.
package struct DeletionSheet: Sendable {
    package enum State: Sendable {
        case planning(items: Int, bytes: Int64)
        case ready(DeletionPlan)
        case failed(DataError)
    }

    package var id: Int
    package var place: Place
    package var selection: [Selected]
    package var state = State.planning(items: 0, bytes: 0)

    package init(id: Int, place: Place, selection: [Selected]) {
        self.id = id
        self.place = place
        self.selection = selection
    }
}
