public import PersistyData

/// Finds out what a service keeps of what it promises, by trying it on an item of its own, which it deletes afterwards.
///
/// Asking is not enough: services answer 200 to conditions that they do not look at.
struct ServiceProbe: Sendable {
    private let client: S3Client
    private let item: ItemName

    init(_ client: S3Client, bucket: String) {
        self.client = client
        // A name of its own, so that two that probe at once do not find each other's.
        item = ItemName(bucket: bucket, key: ".persisty-probe-" + String(UInt64.random(in: 0...UInt64.max), radix: 36))
    }

    /// What was found, beside what was known.
    ///
    /// - Throws: What keeps the store from writing at all.
    func run(_ known: ServiceProfile) async throws(DataError) -> ServiceProfile {
        var profile = known
        let first = S3Body(Array("persisty".utf8))
        do throws(RequestError) {
            let checksum = try await probeChecksum(first)
            profile.checksum = known.checksum ?? checksum.kind
            profile.etagIsMD5 = known.etagIsMD5 ?? (checksum.etag?.possibleMD5 == first.digest(.md5))
            profile.keepsCreateCondition = try await keepsCreateCondition()
            var isSwift = false
            if try await client.head(item)?.answer.header("x-openstack-request-id") != nil {
                // It looks before it writes, so that of several that create at once more than one can win.
                profile.name = "OpenStack Swift"
                profile.keepsCreateCondition = false
                // Its own forms are signed otherwise ("Form POST middleware", OpenStack Swift documentation).
                profile.takesForms = false
                isSwift = true
            }
            profile.keepsReplaceCondition = try await refuses { () throws(RequestError) in
                _ = try await client.put(item, first, headers: [Self.other], isReplayable: true)
            }
            profile.keepsSourceCondition = try await refuses { () throws(RequestError) in
                _ = try await client.copy(
                    item, pinnedTo: Self.otherETag, to: item, headers: [], replacesAttributes: true)
            }
            profile.knowsTags = try await knowsTags()
            profile.keepsDeleteCondition = try await refuses { () throws(RequestError) in
                try await client.delete(item, ifMatches: Self.otherETag)
            }
            // It compares with the validator of its own list of parts, where an item was uploaded in parts.
            if isSwift { profile.keepsDeleteCondition = false }
        } catch {
            await clean()
            throw error.dataError(key: item.key)
        }
        await clean()
        return profile
    }

    /// Finds out whether tags can be written without harm to the content, and nothing else.
    func runTags() async throws(DataError) -> Bool {
        do throws(RequestError) {
            _ = try await client.put(item, S3Body(Array("persisty".utf8)), headers: [], isReplayable: true)
            let isKnown = try await knowsTags()
            await clean()
            return isKnown
        } catch {
            await clean()
            throw error.dataError(key: item.key)
        }
    }

    /// More than all trials together leave.
    private static let mostVersions = 64

    /// A condition that holds for no item.
    private static let otherETag = ETag("00000000000000000000000000000000")
    private static let other = SignableRequest.Header("if-match", otherETag.headerValue)

    /// Which sum the service looks at: one that is wrong must be refused.
    private func probeChecksum(_ body: S3Body) async throws(RequestError) -> (kind: UploadChecksum, etag: ETag?) {
        var wrong = CRC64NVME(body)
        wrong.append(wrong)
        let header = SignableRequest.Header("x-amz-checksum-crc64nvme", wrong.headerValue)
        do throws(RequestError) {
            let written = try await client.put(item, body, headers: [header], isReplayable: true)
            return (.md5, written.etag)
        } catch {
            guard case .refused(let failure) = error, failure.status == 400 || failure.kind == .unsupported else {
                throw error
            }
            let right = UploadChecksum.crc64nvme.header(of: body).map { [$0] } ?? []
            do throws(RequestError) {
                return (.crc64nvme, try await client.put(item, body, headers: right, isReplayable: true).etag)
            } catch {
                // It refuses the header, whatever it says.
                let written = try await client.put(item, body, headers: [], isReplayable: true)
                return (.md5, written.etag)
            }
        }
    }

    /// Whether nothing that asks for an absent item takes the place of one: no write, no completion and no copy.
    private func keepsCreateCondition() async throws(RequestError) -> Bool {
        let absent = SignableRequest.Header("if-none-match", "*")
        let body = S3Body(Array("another".utf8))
        guard
            try await refuses({ () throws(RequestError) in
                _ = try await client.put(item, body, headers: [absent], isReplayable: true)
            })
        else { return false }
        guard
            try await refuses({ () throws(RequestError) in
                _ = try await client.copy(
                    item, pinnedTo: nil, to: item, headers: [absent], replacesAttributes: true)
            })
        else { return false }
        let (upload, _) = try await client.createUpload(item, headers: [])
        let isKept = try await refuses { () throws(RequestError) in
            let etag = try await client.uploadPart(1, of: upload, body, checksum: nil)
            _ = try await client.complete(
                upload, [UploadedPart(number: 1, etag: etag)], whole: nil, condition: [absent])
        }
        _ = try? await client.abort(upload)
        return isKept
    }

    /// Whether tags can be written without harm to the content.
    private func knowsTags() async throws(RequestError) -> Bool {
        let tags = TagSet([TagSet.Tag("probe", "1")])
        do throws(RequestError) {
            // What other trials have left there.
            let before = try await client.head(item)
            try await client.setTags(tags, of: item)
            guard try await client.tags(of: item) == tags else { return false }
            let after = try await client.head(item)
            return before != nil && after?.size == before?.size && after?.etag == before?.etag
        } catch {
            if case .refused = error { return false }
            if error.isNoAnswerToThis { return false }
            throw error
        }
    }

    /// Whether the service refuses because of the condition. That it does not know the condition is none.
    private func refuses(_ body: () async throws(RequestError) -> Void) async throws(RequestError) -> Bool {
        do throws(RequestError) {
            try await body()
            return false
        } catch {
            // An answer that is none says that something was done.
            if case .unsent(let error) = error, error.reason == "s3.bad_response" { return false }
            guard case .refused(let failure) = error else { throw error }
            return failure.kind == .conditionFailed
        }
    }

    /// Not in this task, which may be cancelled.
    private func clean() async {
        await Task { [client, item] in
            try? await client.delete(item)
            // A bucket that keeps versions has kept those of the trials, and the mark of the deletion.
            let page = try? await client.versions(in: item.bucket, prefix: item.key)
            // Only what was listed, and few: a service may take a version that is not there for the newest.
            for version in page?.rows.prefix(Self.mostVersions) ?? [] where version.key.utf8Equals(item.key) {
                try? await client.delete(
                    ItemName(bucket: item.bucket, key: item.key, versionID: version.id))
            }
        }.value
    }
}

extension S3Store {
    /// Finds out what the service keeps, by writing an item of a name of its own and deleting it.
    ///
    /// - Throws: What keeps the store from writing at all.
    @discardableResult
    public func probe() async throws(DataError) -> ServiceProfile {
        do throws(DataError) {
            // From what is known by the address alone: what was found before may be so no more.
            let found = try await ServiceProbe(client, bucket: bucket).run(client.memory.known)
            client.memory.found(found, in: bucket)
            return found
        } catch {
            throw DataError(error, store: name)
        }
    }
}
