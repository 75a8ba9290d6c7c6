public import PersistyData

extension S3Store {
    public func tags(of item: DataItem) async throws(DataError) -> [DataTag] {
        guard profile.knowsTags != false else { throw noTags(item.key) }
        return try await foundTags(of: item) ?? []
    }

    /// A service that does not know tags may take them for the item's new content. They are only sent to one that answers
    /// the question for them as S3 does, and that was seen to leave an item of the probe's own as it was.
    public func setTags(_ tags: [DataTag], of item: DataItem) async throws(DataError) {
        try DataTag.validate(tags)
        if profile.knowsTags == nil {
            guard try await foundTags(of: item) != nil else { throw noTags(item.key) }
            try await proveTags(item.key)
        }
        guard profile.knowsTags == true else { throw noTags(item.key) }
        do throws(RequestError) {
            // No condition is looked at when tags are written: the item is looked at just before.
            guard try await client.head(name(of: item), pinnedTo: item.pin) != nil else {
                throw RequestError.refused(S3Failure(status: 404, code: "NoSuchKey"))
            }
            try await client.setTags(TagSet(tags), of: name(of: item))
        } catch {
            throw pinned(error, item)
        }
    }

    /// Writes the tags of an item that was itself just written.
    func write(_ tags: [DataTag], of key: DataKey) async throws(DataError) {
        do throws(RequestError) { try await client.setTags(TagSet(tags), of: name(of: key)) } catch {
            throw failure(error, key)
        }
    }

    /// The tags of the item; `nil` where the service does not answer as one that knows tags.
    private func foundTags(of item: DataItem) async throws(DataError) -> [DataTag]? {
        do throws(RequestError) {
            return try await client.tags(of: name(of: item)).tags.map { DataTag($0.name, $0.value) }
        } catch {
            if case .refused(let failure) = error, failure.code.hasPrefix("NoSuchTagSet") { return [] }
            if error.isNoAnswerToThis || error.kind == .unsupported { return nil }
            throw pinned(error, item)
        }
    }

    private func proveTags(_ key: DataKey) async throws(DataError) {
        let knowsTags = try await ServiceProbe(client, bucket: bucket).runTags()
        client.memory.learn(of: bucket) { $0.knowsTags = knowsTags }
    }

    private func noTags(_ key: DataKey) -> DataError {
        .unsupported(
            "\(profile.name.shownInSentence(limit: 64)) has no tags, or not as S3 has them.",
            hint: "Nothing was changed.", key: key.text, store: name)
    }
}

extension TagSet {
    fileprivate init(_ tags: [DataTag]) { self.init(tags.map { Tag($0.name, $0.value) }) }
}

extension RequestError {
    /// Whether what came is no answer to what was asked: the service passed over what it does not know.
    var isNoAnswerToThis: Bool {
        if case .unsent(let error) = self { error.reason == "s3.bad_response" } else { false }
    }
}
