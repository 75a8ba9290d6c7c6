public import PersistyData

/// Makes plans for deleting. Reads listings and nothing else; changes nothing.
public enum DeletionPlanner {
    /// Counts and pins what `selection` comes to. Cancelling the task stops it.
    ///
    /// - Parameter progress: Told now and then how much has been found.
    @concurrent
    public static func plan(
        _ store: any DataStore, _ selection: [TransferSource], base: DataPrefix = .root,
        progress: (@Sendable (TransferPlanProgress) -> Void)? = nil
    ) async throws(DataError) -> DeletionPlan {
        DeletionPlan(store, selection, base: base)
    }
}
