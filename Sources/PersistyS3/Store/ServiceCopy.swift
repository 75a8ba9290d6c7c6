import PersistyData

/// A copy that the service makes between its own buckets.
struct ServiceCopy: Sendable {
    private static let width = 8

    /// The least size of a part: few requests, none of which takes long.
    private let partSize: Int64
    private let store: S3Store
    private let request: CopyRequest
    private let source: ItemName

    /// A copy of an item of `store`'s own service.
    init(_ store: S3Store, _ request: CopyRequest, partSize: Int64 = 256 << 20) {
        self.partSize = partSize
        self.store = store
        self.request = request
        source =
            if case .object(_, let bucket, let key, let version) = request.item.location {
                ItemName(bucket: bucket, key: key, versionID: version)
            } else {
                store.name(of: request.item)
            }
    }

    /// Makes the copy; `nil` when the service refuses to, so that the bytes must pass here.
    func run(inParts: Bool) async throws(DataError) -> Copied? {
        if request.replacesAttributes { try request.options.attributes.validate() }
        let write = try await store.prepared(request.key, request.options.condition)
        do throws(RequestError) {
            if store.profile.keepsSourceCondition != true { try await lookAtSource() }
            // Asked for where they may be lost: some services drop them with the attributes that are replaced, and parts
            // have none.
            var tags: [DataTag]?
            if request.replacesAttributes || inParts, store.profile.knowsTags != false {
                tags = try? await store.tags(of: request.item)
            }
            let etag = inParts ? try await copyInParts(write) : try await copyAtOnce(write)
            let attributes = request.replacesAttributes ? request.options.attributes : request.item.attributes
            var item = store.item(request.key, request.item.size, etag, attributes ?? DataAttributes(), [])
            if attributes == nil { item.attributes = nil }
            let isSame = etag != nil && etag == request.item.etag
            if isSame { item.digests = request.item.digests }
            if let tags { try await keep(tags, on: item) }
            return Copied(item: item, plan: inParts ? .serviceParts : .service, verification: .service)
        } catch {
            switch error.kind {
            // The credentials of this store may not read there, or the service copies nothing.
            case .denied where source.bucket != store.bucket, .unsupported: return nil
            case .conditionFailed where request.options.condition == .always:
                throw .replacedSince(request.item.key, store: store.name)
            case .noSuchKey where request.options.condition == .always:
                throw .notFound(request.item.key, store: store.name)
            default: throw write.failure(error)
            }
        }
    }

    /// Sees that the source is the version that is meant, where the service is not known to see to it.
    private func lookAtSource() async throws(RequestError) {
        guard let head = try await store.client.head(source) else {
            throw .refused(S3Failure(status: 404, code: "NoSuchKey"))
        }
        guard request.item.pin == nil || head.etag == request.item.pin else {
            throw .unsent(.replacedSince(request.item.key, store: store.name))
        }
    }

    /// Gives the copy the tags of the original, where the service did not.
    private func keep(_ tags: [DataTag], on item: DataItem) async throws(RequestError) {
        do throws(DataError) {
            guard !tags.isEmpty, Set(try await store.tags(of: item)) != Set(tags) else { return }
            try await store.setTags(tags, of: item)
        } catch {
            throw .unsent(error)
        }
    }

    private func copyAtOnce(_ write: ObjectWrite) async throws(RequestError) -> ETag? {
        var headers = write.headers
        if request.replacesAttributes {
            headers += AttributeHeaders.headers(request.options.attributes) + (try await kept())
        } else if source.bucket == store.bucket, source.key.utf8Equals(request.key.text) {
            // A former version that is made the newest again stays what it was.
            headers += try await kept()
        } else if let storageClass = store.options.storageClass {
            headers.append(.init("x-amz-storage-class", storageClass))
        }
        let told: ETag?
        do throws(RequestError) {
            told = try await store.client.copy(
                source, pinnedTo: request.item.pin, to: store.name(of: request.key), headers: headers,
                replacesAttributes: request.replacesAttributes, isReplayable: write.isReplayable
            ).copied.etag
        } catch {
            // rclone answers a copy of an item onto itself with nothing, and has made it.
            guard !write.isReplayable && error.mayBeDone || error.isNoAnswerToThis, !error.isCancelled,
                let etag = request.item.etag,
                let there = try await store.client.head(store.name(of: request.key)), there.etag == etag,
                !request.replacesAttributes || request.options.attributes.isKept(by: there.attributes)
            else { throw error }
            return etag
        }
        return try await store.stored(
            request.key, told: told, isVouched: false, expected: request.item.etag, size: request.item.size)
    }

    /// What else an item has, and would lose where its attributes are replaced: its class and how it is encrypted.
    private func kept() async throws(RequestError) -> [SignableRequest.Header] {
        guard let head = try await store.client.head(source, pinnedTo: request.item.pin) else { return [] }
        return Self.kept(head)
    }

    private static func kept(_ head: ItemHead) -> [SignableRequest.Header] {
        let names = [
            "x-amz-storage-class", "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id",
            "x-amz-server-side-encryption-bucket-key-enabled", "x-amz-website-redirect-location", "expires",
        ]
        return names.compactMap { name in head.answer.header(name).map { SignableRequest.Header(name, $0) } }
    }

    private func copyInParts(_ write: ObjectWrite) async throws(RequestError) -> ETag? {
        guard let head = try await store.client.head(source, pinnedTo: request.item.pin) else {
            throw .refused(S3Failure(status: 404, code: "NoSuchKey"))
        }
        let attributes = request.replacesAttributes ? request.options.attributes : head.attributes
        var headers = AttributeHeaders.headers(attributes) + Self.kept(head)
        // Where nobody knows yet whether there are tags, asking does no harm.
        if store.profile.knowsTags != false, let tags = try? await store.client.tags(of: source), !tags.tags.isEmpty {
            let text = tags.tags.map { PercentEncoding.query($0.name) + "=" + PercentEncoding.query($0.value) }
            headers.append(.init("x-amz-tagging", text.joined(separator: "&")))
        }
        // Not in this task, which may be cancelled: an upload whose name is never learnt could not be aborted.
        let begun = Task { [store, name = store.name(of: request.key), headers] in
            do throws(RequestError) {
                return Result<UploadName, RequestError>.success(
                    try await store.client.createUpload(name, headers: headers).upload)
            } catch { return .failure(error) }
        }
        let upload = try await begun.value.get()
        do throws(RequestError) {
            let parts = try await copyParts(upload)
            do throws(DataError) {
                return try await store.completed(upload, parts, whole: nil, write)
            } catch {
                throw .unsent(error)
            }
        } catch {
            await Task { [store] in await store.abandon(upload) }.value
            throw error
        }
    }

    private func copyParts(_ upload: UploadName) async throws(RequestError) -> [UploadedPart] {
        let size = max(partSize, Int64(PartSize.of(size: request.item.size)))
        let ranges = PartSize.ranges(size: request.item.size, part: Int(size))
        let result = await withTaskGroup(of: Result<UploadedPart, RequestError>.self) { group in
            func add(_ index: Int) {
                group.addTask {
                    do throws(RequestError) {
                        return .success(
                            try await store.client.copyPart(
                                index + 1, of: upload, from: source, pinnedTo: request.item.pin, range: ranges[index]))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            var next = min(Self.width, ranges.count)
            for index in 0..<next { add(index) }
            var parts: [UploadedPart] = []
            while let result = await group.next() {
                switch result {
                case .success(let part): parts.append(part)
                case .failure(let error):
                    group.cancelAll()
                    return Result<[UploadedPart], RequestError>.failure(error)
                }
                if next < ranges.count {
                    add(next)
                    next += 1
                }
            }
            return .success(parts.sorted { $0.number < $1.number })
        }
        return try result.get()
    }
}

extension DataAttributes {
    /// Whether an item that has `others` has these.
    fileprivate func isKept(by others: DataAttributes) -> Bool {
        contentType == others.contentType && cacheControl == others.cacheControl
            && contentDisposition == others.contentDisposition && contentEncoding == others.contentEncoding
            && contentLanguage == others.contentLanguage && user == others.user
    }
}
