import PersistyData

/// One item on its way: which version of it, to which key, and under which condition.
struct TransferAttempt: Sendable {
    let index: Int
    /// The version that is copied; everything that follows is bound to it.
    let item: DataItem
    /// The key that the plan gives it.
    let target: DataKey
    /// The key that it gets, which is another when both are kept.
    var key: DataKey
    var condition: WriteCondition
    /// Whether a rename was tried and the store could not.
    var cannotRename = false
    /// How often something came in the way between looking and writing.
    var retries = 0

    init(index: Int, item: DataItem, target: DataKey, condition: WriteCondition) {
        self.index = index
        self.item = item
        self.target = target
        key = target
        self.condition = condition
    }

    /// What is to be done about what was found at the target.
    ///
    /// Only what the plan showed may be replaced: what came or changed since nobody has confirmed.
    func decision(
        over there: DataItem, seen pin: ItemPin?, _ policy: ConflictPolicy, in store: any DataStore
    ) -> ConflictDecision {
        let decision = policy.decision(item, over: there, in: store.capabilities, named: store.name)
        guard case .write = decision else { return decision }
        guard let pin else {
            return .fail(
                DataError(
                    .exists, "An item of that name came after the plan was made.",
                    hint: "It was left as it is; plan again to decide on it.", key: there.key.text,
                    store: store.name, reason: "transfer.appeared"))
        }
        guard pin.matches(there) else {
            return .fail(
                DataError(
                    .conditionFailed, "The item there was changed after the plan was made.",
                    hint: "It was left as it is; plan again to decide on it.", key: there.key.text,
                    store: store.name, reason: "transfer.target_changed"))
        }
        return decision
    }
}

extension DataError {
    /// The source is no longer what the plan showed.
    static func changedSincePlanned(_ key: DataKey, store: String) -> DataError {
        DataError(
            .conditionFailed, "The item was changed after the plan was made.",
            hint: "It was left as it is; plan again.", key: key.text, store: store, reason: "transfer.source_changed")
    }

    /// The copy is there, and so is the original.
    func keepingOriginal() -> DataError {
        var error = self
        error.message = "It was copied, but the original was not deleted: " + message
        error.hint = "The original was left as it is."
        return error
    }
}
