package import PersistyData

/// What became of each key of a batch: an answer to DeleteObjects ("DeleteObjects", Amazon S3 API Reference), which is 200
/// however many of them failed.
package struct DeletionAnswer: Sendable, Equatable {
    /// What became of one.
    package enum Outcome: Sendable, Equatable {
        case deleted
        case failed(S3Failure)
        /// The service did not say, though it was asked to name all.
        case unconfirmed
    }

    private var outcomes: [DataKey: Outcome] = [:]

    /// Reads an answer.
    package init(_ body: [UInt8]) throws(AnswerError) {
        var scanner = try XMLScanner.answer(body, root: "DeleteResult")
        while try scanner.nextChild() {
            if scanner.isNamed("Deleted") {
                while try scanner.nextChild() {
                    if scanner.isNamed("Key") {
                        // What is no key was not asked for.
                        if let key = try? DataKey(try scanner.textValue()) { outcomes[key] = .deleted }
                    } else {
                        try scanner.skip()
                    }
                }
            } else if scanner.isNamed("Error") {
                var failure = try S3Failure(reading: &scanner, status: 200)
                failure.act = "deleting the item"
                if let key = try? DataKey(failure.key ?? "") { outcomes[key] = .failed(failure) }
            } else {
                try scanner.skip()
            }
        }
        try scanner.finish()
    }

    /// The failure of `key`, where it is one that may pass.
    func passingFailure(of key: DataKey) -> S3Failure? {
        guard case .failed(let failure) = self[key] else { return nil }
        switch failure.kind {
        case .slowDown, .serverError, .settling, .timedOut, .conflict: return failure
        default: return nil
        }
    }

    /// Takes in what became of those that were asked for again.
    mutating func take(_ next: DeletionAnswer) { outcomes.merge(next.outcomes) { $1 } }

    /// What became of `key`.
    package subscript(key: DataKey) -> Outcome { outcomes[key] ?? .unconfirmed }
}
