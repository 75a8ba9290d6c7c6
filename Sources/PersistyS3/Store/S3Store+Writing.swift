import NIOCore
public import PersistyData

extension S3Store {
    public func write(
        _ key: DataKey, _ bytes: DataReader, _ options: WriteOptions
    ) async throws(DataError) -> DataItem {
        try options.attributes.validate()
        if let size = bytes.size, let limit = limits.itemSize, size > limit {
            throw DataError(
                .tooLarge, "This store takes items of at most \(limit) bytes.", hint: "Nothing was stored.",
                key: key.text, store: name)
        }
        let write = try await prepared(key, options.condition)
        let intake = WriteIntake(
            key: key, store: name, announced: bytes.size, limits: limits, options: options, md5: bytes.md5,
            makesMD5: profile.checksum == .md5 && bytes.size.map { $0 <= PartSize.usual } ?? false)
        var feed = PartFeed(bytes, intake)
        let held = Int(clamping: min(bytes.size ?? Int64(PartSize.usual), Int64(PartSize.usual)))
        guard await uploadMemory.take(held) else { throw .cancelled(key: key.text, store: name) }
        let first: S3Body
        do throws(DataError) {
            first = try await feed.part(of: PartSize.usual)
            if feed.isEnded { _ = try feed.intake.verified() }
            guard !Task.isCancelled else { throw .cancelled(key: key.text, store: name) }
        } catch {
            uploadMemory.give(held)
            throw error
        }
        var attributes = options.attributes
        do throws(DataError) {
            attributes.contentType = try intake.contentType(first: feed.beginning)
            if feed.isEnded {
                let item = try await put(write, first, attributes, md5: try feed.intake.verified())
                uploadMemory.give(held)
                return item
            }
        } catch {
            uploadMemory.give(held)
            throw error
        }
        return try await Upload(self, write, attributes).run(feed, first: first, held: held, announced: bytes.size)
    }

    /// The headers that a write of `attributes` has.
    func headers(_ attributes: DataAttributes) -> [SignableRequest.Header] {
        var headers = AttributeHeaders.headers(attributes)
        if let storageClass = options.storageClass { headers.append(.init("x-amz-storage-class", storageClass)) }
        return headers
    }

    /// Writes an item by one request.
    private func put(
        _ write: ObjectWrite, _ body: S3Body, _ attributes: DataAttributes, md5: Digest?, attempt: Int = 1
    ) async throws(DataError) -> DataItem {
        let checksum = profile.checksum ?? .crc64nvme
        var headers = headers(attributes) + write.headers
        if checksum == .md5, let md5 {
            headers.append(.init("content-md5", md5.bytes.base64))
        } else if let header = checksum.header(of: body) {
            headers.append(header)
        }
        let written: S3Client.Written
        do throws(RequestError) {
            written = try await client.put(
                name(of: write.key), body, headers: headers, isReplayable: write.isReplayable)
        } catch {
            // A condition that does not hold any more may be broken by the request before, whose answer was lost.
            if !write.isReplayable, error.mayBeDone || attempt > 1 && error.kind == .conditionFailed {
                if let item = try await settled(write, body, after: error) { return item }
                guard attempt < 4, await client.pause(beforeAttempt: attempt) else { throw write.failure(error) }
                return try await put(write, body, attributes, md5: md5, attempt: attempt + 1)
            }
            if profile.checksum == nil, error.isRefusalOfHeader {
                client.memory.learn(of: bucket) { $0.checksum = .md5 }
                return try await put(write, body, attributes, md5: md5)
            }
            throw write.failure(error)
        }
        var digests: Set<Digest> = []
        if profile.checksum == nil { try await learnChecksum(written, body, write.key) }
        if profile.checksum == .crc64nvme { digests.insert(body.digest(.crc64nvme)) }
        let known = md5 ?? (profile.checksum == .md5 ? body.digest(.md5) : nil)
        if let known, written.etag?.possibleMD5 == known || profile.checksum == .md5 { digests.insert(known) }
        let etag: ETag?
        do throws(RequestError) { etag = try await vouched(written, body, write.key, md5: known) } catch {
            throw write.failure(error)
        }
        return item(write.key, Int64(body.count), etag, attributes, digests)
    }

    /// The first write tells by which sums the service sees that bytes arrived as they were sent.
    private func learnChecksum(_ written: S3Client.Written, _ body: S3Body, _ key: DataKey) async throws(DataError) {
        if written.checksums["crc64nvme"] != nil { return client.memory.learn(of: bucket) { $0.checksum = .crc64nvme } }
        // It did not look at the sum. Whether it has the bytes, its validator may tell.
        let isMD5 = written.etag?.possibleMD5 == body.digest(.md5)
        client.memory.learn(of: bucket) { profile in
            profile.checksum = .md5
            if isMD5 { profile.etagIsMD5 = true }
        }
    }

    /// The validator of what was just written, by ``stored(_:told:isVouched:expected:size:)``.
    private func vouched(
        _ written: S3Client.Written, _ body: S3Body, _ key: DataKey, md5: Digest?
    ) async throws(RequestError) -> ETag? {
        let size = Int64(body.count)
        if let sum = written.checksums["crc64nvme"] {
            let isVouched = sum == CRC64NVME(body).headerValue
            return try await stored(key, told: written.etag, isVouched: isVouched, expected: nil, size: size)
        }
        // A validator that is no MD5 tells nothing of the bytes; that there is one tells that something was stored.
        guard written.etag == nil || profile.etagIsMD5 == true else { return written.etag }
        let expected = ETag((md5 ?? body.digest(.md5)).hexadecimal)
        return try await stored(key, told: written.etag, isVouched: false, expected: expected, size: size)
    }

    /// What became of a conditional write whose answer was lost: the item that there is is the one that was written;
    /// `nil` where there is what was there before, so that it can be sent again.
    private func settled(
        _ write: ObjectWrite, _ body: S3Body, after error: RequestError
    ) async throws(DataError) -> DataItem? {
        guard !error.isCancelled else { throw write.failure(error) }
        guard let there = try await read(write.key) else {
            guard write.condition == .absent else { throw write.failure(error) }
            return nil
        }
        let md5 = body.digest(.md5)
        let isOurs =
            there.size == Int64(body.count)
            && (there.digests.contains(body.digest(.crc64nvme)) || there.etag?.possibleMD5 == md5)
        if isOurs { return there }
        if let expected = write.expected, there.etag == expected { return nil }
        if write.condition == .absent {
            throw write.failure(.refused(S3Failure(status: 412, code: "PreconditionFailed")))
        }
        throw write.failure(error)
    }

    /// An item as it was just written.
    func item(
        _ key: DataKey, _ size: Int64, _ etag: ETag?, _ attributes: DataAttributes, _ digests: Set<Digest>
    ) -> DataItem {
        DataItem(
            key: key, size: size, updatedAt: nil, etag: etag, attributes: attributes, digests: digests,
            version: etag.map { DataVersion($0.value) }, location: location(key))
    }
}

extension RequestError {
    /// Whether the service says that it does not know a header that it was sent.
    var isRefusalOfHeader: Bool {
        guard case .refused(let failure) = self else { return false }
        return failure.kind == .unsupported
            || failure.status == 400 && ["InvalidRequest", "InvalidArgument", ""].contains(failure.code)
    }
}
