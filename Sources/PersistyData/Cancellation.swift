/// What `pull` gives, unless the task is cancelled before or meanwhile.
///
/// Every reader, listing and run of findings pulls through here, so that a source which takes no notice of cancellation
/// still ends, and one that ended because of it is not taken to be complete.
func unlessCancelled<Value>(
    _ pull: () async throws(DataError) -> Value
) async throws(DataError) -> Value {
    guard !Task.isCancelled else { throw .cancelled() }
    let value = try await pull()
    guard !Task.isCancelled else { throw .cancelled() }
    return value
}
