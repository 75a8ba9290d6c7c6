import PersistyData

/// One write of an item, as far as it does not depend on the bytes: its condition, as headers, and what a refusal means.
struct ObjectWrite: Sendable {
    let key: DataKey
    let store: String
    let condition: WriteCondition
    /// The headers of the condition.
    let headers: [SignableRequest.Header]
    /// The validator of the item that the condition asks for.
    let expected: ETag?

    /// - Parameter there: The validator of the item that there is, where the condition asks for one.
    init(_ key: DataKey, store: String, _ condition: WriteCondition, there: ETag?) {
        self.key = key
        self.store = store
        self.condition = condition
        expected =
            switch condition {
            case .always, .absent: nil
            case .present: there
            case .matches(let etag): etag
            }
        headers =
            condition == .absent
            ? [.init("if-none-match", "*")] : expected.map { [.init("if-match", $0.headerValue)] } ?? []
    }

    /// Whether a lost answer may be met by sending the write again.
    var isReplayable: Bool { condition == .always }

    /// What a refusal means.
    func failure(_ error: RequestError) -> DataError {
        switch (condition, error.kind) {
        case (.absent, .conditionFailed):
            DataError(
                .exists, "There is an item of that name already.", hint: "It was left as it is.", key: key.text,
                store: store)
        case (.present, .noSuchKey): .notFound(key, store: store)
        // What is gone is not the one that was seen either.
        case (.matches, .conditionFailed), (.matches, .noSuchKey), (.present, .conditionFailed):
            DataError(
                .conditionFailed, "The item is no longer the one that was seen.",
                hint: "It was left as it is; refresh and look again.", key: key.text, store: store)
        default: error.dataError(key: key.text, store: store)
        }
    }
}

extension S3Store {
    /// Gets a write ready, looking at what is there where its condition asks for that.
    func prepared(_ key: DataKey, _ condition: WriteCondition) async throws(DataError) -> ObjectWrite {
        switch condition {
        case .always: return ObjectWrite(key, store: name, condition, there: nil)
        case .absent:
            guard capabilities.contains(.writeIfAbsent) else { throw conditionNotKept(condition, key) }
            return ObjectWrite(key, store: name, condition, there: nil)
        case .matches(let etag):
            guard capabilities.contains(.writeIfMatches) else { throw conditionNotKept(condition, key) }
            let write = ObjectWrite(key, store: name, condition, there: nil)
            if etag.isWeak { throw write.failure(.refused(S3Failure(status: 412, code: "PreconditionFailed"))) }
            return write
        case .present:
            guard capabilities.contains(.writeIfMatches) else { throw conditionNotKept(condition, key) }
            guard let there = try await read(key), let etag = there.pin else { throw .notFound(key, store: name) }
            return ObjectWrite(key, store: name, condition, there: etag)
        }
    }

    /// The service is not known to keep a condition: nothing is done regardless.
    func conditionNotKept(_ condition: WriteCondition, _ key: DataKey? = nil) -> DataError {
        let service = profile.name.shownInSentence(limit: 64)
        let truths =
            condition == .absent
            ? [profile.keepsCreateCondition] : [profile.keepsReplaceCondition, profile.keepsDeleteCondition]
        if options.keepsConditions == false {
            return .unsupported(
                "This store is set up to ask nothing of \(service) that only holds under a condition.",
                hint: "Nothing was changed. With conditions = \"auto\" it asks for those that were found to be kept.",
                key: key?.text, store: name)
        }
        if truths.contains(false) {
            return .unsupported(
                "\(service) does not keep such a condition.",
                hint: "Nothing was changed: what others write might be replaced.", key: key?.text, store: name)
        }
        return .unsupported(
            "\(service) is not known to keep such a condition.",
            hint: "Nothing was changed. “persisty stores --check” finds out what the service keeps.", key: key?.text,
            store: name)
    }
}
