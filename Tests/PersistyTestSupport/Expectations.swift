package import PersistyData
package import Testing

/// Sees that `body` throws a `DataError` with `code`.
@discardableResult
package func expectFailure<Result>(
    _ code: DataError.Code, _ comment: @autoclosure () -> String = "",
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Result
) async -> DataError? {
    await expectFailure([code], comment(), sourceLocation: sourceLocation, body)
}

/// Sees that `body` throws a `DataError` with one of `codes`.
@discardableResult
package func expectFailure<Result>(
    _ codes: Set<DataError.Code>, _ comment: @autoclosure () -> String = "",
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Result
) async -> DataError? {
    let wanted = codes.map { ".\($0)" }.sorted().joined(separator: " or ")
    do {
        let result = try await body()
        Issue.record("\(comment()): \(result) instead of \(wanted)", sourceLocation: sourceLocation)
        return nil
    } catch {
        let failure = DataError(error)
        #expect(
            codes.contains(failure.code), "\(comment()): .\(failure.code) instead of \(wanted): \(failure)",
            sourceLocation: sourceLocation)
        return failure
    }
}

extension StoreFixture {
    /// Sees that `body` is refused with `.unsupported`, and that the store holds afterwards what it held before.
    package func expectUnsupported<Result>(
        _ comment: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Result
    ) async throws {
        try await expectUnchanged(comment, sourceLocation: sourceLocation) {
            await expectFailure(.unsupported, comment, sourceLocation: sourceLocation, body)
        }
    }

    /// Sees that the store holds after `body` what it held before.
    package func expectUnchanged(
        _ comment: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
    ) async throws {
        let before = try await StoreDump(self)
        try await body()
        let after = try await StoreDump(self)
        #expect(before == after, "\(comment): nothing changes", sourceLocation: sourceLocation)
    }
}
