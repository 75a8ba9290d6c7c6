public import PersistyData

/// Makes plans. Reads listings and nothing else; changes nothing.
public enum TransferPlanner {
    /// Finds out what `request` comes to. Cancelling the task stops it.
    ///
    /// - Parameter progress: Told now and then how much has been found.
    /// - Throws: what is wrong with the request as a whole; single items that cannot be transferred are
    ///   ``TransferPlan/refusals``.
    @concurrent
    public static func plan(
        _ request: TransferRequest, progress: (@Sendable (TransferPlanProgress) -> Void)? = nil
    ) async throws(DataError) -> TransferPlan {
        TransferPlan(request, try TargetNaming(request))
    }
}
