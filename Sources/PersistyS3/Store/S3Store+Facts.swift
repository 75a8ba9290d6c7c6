import PersistyData

extension S3Store {
    /// All that the service says of an item.
    func factsOfObject(_ item: DataItem) async throws(DataError) -> [DataFact] {
        var facts: [DataFact] = [DataFact("Bucket", bucket)]
        let head: ItemHead
        do throws(RequestError) {
            guard let found = try await client.head(name(of: item), pinnedTo: item.pin) else {
                throw RequestError.refused(S3Failure(status: 404, code: "NoSuchKey"))
            }
            head = found
        } catch {
            throw pinned(error, item)
        }
        facts.append(DataFact("Class", head.storageClass ?? "STANDARD"))
        if let version = head.versionID { facts.append(DataFact("Version", version)) }
        if let etag = head.etag { facts.append(DataFact("ETag is", kind(of: etag, head))) }
        for (name, value) in head.checksums.sorted(by: { $0.key < $1.key }) {
            facts.append(DataFact(name.uppercased() + (head.isWholeChecksum ? "" : " of the parts"), value))
        }
        async let tags = shownTags(item)
        async let versions = countedVersions(item.key)
        facts += await tags
        if let versions = await versions { facts.append(DataFact("Versions", versions)) }
        if let encryption = head.encryption { facts.append(DataFact("Encrypted", encryption)) }
        let shown: Set = [
            "x-amz-storage-class", "x-amz-version-id", "x-amz-checksum-type", "x-amz-server-side-encryption",
        ]
        for (name, value) in head.answer.headers.sorted(by: { $0.key < $1.key })
        where name.hasPrefix("x-amz-") && !shown.contains(name) && !name.hasPrefix("x-amz-meta-")
            && !name.hasPrefix("x-amz-checksum-")
            && !Self.noFacts.contains(name)
        {
            facts.append(DataFact(name, value))
        }
        return facts
    }

    /// The tags, where the service has any; what it says of them is no reason to say nothing of the item.
    private func shownTags(_ item: DataItem) async -> [DataFact] {
        guard let tags = try? await tags(of: item) else { return [] }
        return tags.map { DataFact("tag \($0.name)", $0.value) }
    }

    /// How many versions are kept, where that is more than the one that is there.
    private func countedVersions(_ key: DataKey) async -> String? {
        guard let page = try? await client.versions(in: bucket, prefix: key.text) else { return nil }
        let own = page.rows.filter { $0.key.utf8Equals(key.text) }
        let marks = own.count { $0.isDeletion }
        guard own.count > 1 else { return nil }
        let isAll = page.isTruncated != true || own.count < page.rows.count
        let deletions = marks == 0 ? "" : ", and \(marks) mark\(marks == 1 ? "" : "s") of deletion"
        return (isAll ? "" : "at least ") + "\(own.count - marks)" + deletions
    }

    /// Headers of the answer, not of the item; some services give back those of the request that wrote it.
    private static let noFacts: Set = [
        "x-amz-request-id", "x-amz-id-2", "x-amz-tagging-count", "x-amz-content-sha256", "x-amz-date",
        "x-amz-sdk-checksum-algorithm", "x-amz-decoded-content-length",
    ]

    private func kind(of etag: ETag, _ head: ItemHead) -> String {
        if let dash = etag.value.lastIndex(of: "-"), let count = Int(etag.value[etag.value.index(after: dash)...]) {
            return "of \(count) part\(count == 1 ? "" : "s"), no MD5 of the content"
        }
        return head.digests(etagIsMD5: profile.etagIsMD5 == true).contains { $0.algorithm == .md5 }
            ? "the MD5 of the content" : "the service's own; it may not be the MD5 of the content"
    }
}
