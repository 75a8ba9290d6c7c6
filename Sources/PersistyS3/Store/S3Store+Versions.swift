public import PersistyData

extension S3Store {
    public func versions(of key: DataKey) async throws(DataError) -> [StoredVersion] {
        var found: [StoredVersion] = []
        var pages = ListingPages()
        var markers: (key: String?, version: String?)
        while true {
            let page = try await versionPage(key, markers)
            for version in page.rows where version.key.utf8Equals(key.text) { found.append(stored(version, key)) }
            // The versions of a key follow one another, and keys that begin with it follow them.
            guard page.rows.allSatisfy({ $0.key.utf8Equals(key.text) }) else { return found.newestFirst }
            let step = try pages.step(
                isTruncated: page.isTruncated, token: page.nextToken, isEmpty: page.rows.isEmpty)
            guard case .next = step else { return found.newestFirst }
            markers = (page.nextKeyMarker, page.nextIDMarker)
        }
    }

    public func restore(_ version: StoredVersion, of key: DataKey) async throws(DataError) -> DataItem {
        guard let item = version.item else {
            throw .unsupported(
                "This is the mark of a deletion, with nothing in it.",
                hint: "Delete the mark, and the version before it is there again.", key: key.text, store: name)
        }
        guard !version.isLatest else {
            throw .unsupported(
                "This version is the newest already.", hint: "Nothing was changed.", key: key.text, store: name)
        }
        return try await copy(item, from: self, to: key).item
    }

    public func deleteVersion(_ version: StoredVersion, of key: DataKey) async throws(DataError) {
        do throws(RequestError) { try await client.delete(name(of: key, version: version.id)) } catch {
            throw failure(error, key)
        }
    }

    private func versionPage(
        _ key: DataKey, _ markers: (key: String?, version: String?)
    ) async throws(DataError) -> KeyedPage<ListedVersion> {
        do throws(RequestError) {
            return try await client.versions(
                in: bucket, prefix: key.text, keyMarker: markers.key, versionMarker: markers.version)
        } catch {
            guard error.isNoAnswerToThis || error.kind == .unsupported else { throw failure(error, key) }
            throw .unsupported(
                "\(profile.name.shownInSentence(limit: 64)) keeps no former versions, or does not tell of them.",
                key: key.text, store: name)
        }
    }

    private func stored(_ version: ListedVersion, _ key: DataKey) -> StoredVersion {
        // In whole seconds, as the item's own answer has it.
        let time = version.updatedAt.map { Timestamp(seconds: $0.seconds) }
        var stored = StoredVersion(id: version.id, isLatest: version.isLatest, time: time)
        stored.storageClass = version.storageClass
        guard !version.isDeletion else { return stored }
        // What was written while no versions were kept is asked for by its key alone while it is the newest: not all
        // services know the name "null".
        let id = version.isLatest && version.id == "null" ? nil : version.id
        stored.item = DataItem(
            key: key, size: version.size ?? 0, updatedAt: time, etag: version.etag,
            version: version.etag.map { DataVersion($0.value) }, location: location(key, version: id))
        return stored
    }
}

extension [StoredVersion] {
    /// Some services tell of all deletions behind all versions.
    fileprivate var newestFirst: [StoredVersion] {
        enumerated().sorted { left, right in
            if left.element.isLatest != right.element.isLatest { return left.element.isLatest }
            let (one, other) = (left.element.time?.nanoseconds ?? .min, right.element.time?.nanoseconds ?? .min)
            return one == other ? left.offset < right.offset : one > other
        }.map(\.element)
    }
}
