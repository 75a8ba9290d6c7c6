import NIOCore
import PersistyData

/// An upload in parts, side by side, within ``S3StoreOptions/uploadMemory``. Where it fails or is cancelled, it is aborted.
struct Upload: Sendable {
    /// The most parts under way at once.
    private static let width = 8

    private let store: S3Store
    private let write: ObjectWrite
    private let attributes: DataAttributes

    init(_ store: S3Store, _ write: ObjectWrite, _ attributes: DataAttributes) {
        self.store = store
        self.write = write
        self.attributes = attributes
    }

    /// What is known of a part that was sent.
    private struct Sent: Sendable {
        let part: UploadedPart
        let size: Int
        /// The sum of its bytes, which costs next to nothing and is put together to that of all.
        let crc: CRC64NVME
        /// Whether the service has seen by a sum of its own that it has these bytes.
        let isProven: Bool
    }

    /// Sends all parts and makes an item of them.
    ///
    /// - Parameters:
    ///   - first: The first part; `held` bytes of memory were taken for it.
    ///   - announced: How many bytes there will be, where that was said.
    func run(
        _ feed: PartFeed, first: S3Body, held: Int, announced: Int64?
    ) async throws(DataError) -> DataItem {
        let upload: UploadName
        let checksum: UploadChecksum
        do throws(RequestError) {
            // Not in this task, which may be cancelled: an upload whose name is never learnt could not be aborted.
            let begun = Task {
                do throws(RequestError) {
                    return Result<(UploadName, UploadChecksum), RequestError>.success(try await begin())
                } catch { return .failure(error) }
            }
            (upload, checksum) = try await begun.value.get()
        } catch {
            store.uploadMemory.give(held)
            throw write.failure(error)
        }
        do throws(DataError) {
            let parts = try await send(feed, first, held, announced, upload, checksum)
            return try await complete(upload, parts, checksum)
        } catch {
            // Not in this task, which may be cancelled: parts that nobody sees would be paid for.
            await Task { [store] in await store.abandon(upload) }.value
            throw error
        }
    }

    private func begin() async throws(RequestError) -> (UploadName, UploadChecksum) {
        let profile = store.profile
        var headers = store.headers(attributes)
        let wanted = profile.checksum ?? .crc64nvme
        if wanted == .crc64nvme {
            headers.append(.init("x-amz-checksum-algorithm", "CRC64NVME"))
            headers.append(.init("x-amz-checksum-type", "FULL_OBJECT"))
        }
        do throws(RequestError) {
            let (upload, kept) = try await store.client.createUpload(store.name(of: write.key), headers: headers)
            guard profile.checksum == nil else { return (upload, wanted) }
            let learnt: UploadChecksum = kept?.uppercased() == "CRC64NVME" ? .crc64nvme : .md5
            store.client.memory.learn(of: store.bucket) { $0.checksum = learnt }
            return (upload, learnt)
        } catch {
            guard profile.checksum == nil, error.isRefusalOfHeader else { throw error }
            store.client.memory.learn(of: store.bucket) { $0.checksum = .md5 }
            return try await begin()
        }
    }

    private func send(
        _ feed: PartFeed, _ first: S3Body, _ held: Int, _ announced: Int64?, _ upload: UploadName,
        _ checksum: UploadChecksum
    ) async throws(DataError) -> [Sent] {
        let result = await withTaskGroup(of: Result<Sent, DataError>.self) { group in
            var feed = feed
            var (body, held, number) = (first, held, 1)
            var sent: [Sent] = []
            do throws(DataError) {
                while true {
                    group.addTask { [body, held, number] in
                        defer { store.uploadMemory.give(held) }
                        return await part(number, body, upload, checksum)
                    }
                    body = .none
                    if feed.isEnded { break }
                    number += 1
                    guard number <= PartSize.mostParts else { throw tooManyParts }
                    if number > Self.width + 1, let next = await group.next() { sent.append(try next.get()) }
                    held = size(of: number, announced)
                    guard await store.uploadMemory.take(held) else { throw .cancelled(key: write.key.text) }
                    do throws(DataError) { body = try await feed.part(of: held) } catch {
                        store.uploadMemory.give(held)
                        throw error
                    }
                }
                while let next = await group.next() { sent.append(try next.get()) }
                _ = try feed.intake.verified()
                guard !Task.isCancelled else { throw .cancelled(key: write.key.text) }
                return Result<[Sent], DataError>.success(sent.sorted { $0.part.number < $1.part.number })
            } catch {
                group.cancelAll()
                return .failure(DataError(error, key: write.key.text, store: store.name))
            }
        }
        return try result.get()
    }

    private func size(of number: Int, _ announced: Int64?) -> Int {
        announced.map { PartSize.of(size: $0) }
            ?? PartSize.ofUnknown(number: number, areEqual: store.profile.wantsEqualParts)
    }

    private var tooManyParts: DataError {
        DataError(
            .tooLarge, "The item has more parts than the service takes: 10,000.",
            hint: "Nothing was stored. Where its size is known beforehand, its parts are made greater.",
            key: write.key.text, store: store.name)
    }

    private func part(
        _ number: Int, _ body: S3Body, _ upload: UploadName, _ checksum: UploadChecksum
    ) async -> Result<Sent, DataError> {
        let crc = CRC64NVME(body)
        let isSummed = checksum == .crc64nvme
        let md5 = checksum == .md5 ? body.digest(.md5) : nil
        let header =
            isSummed
            ? SignableRequest.Header("x-amz-checksum-crc64nvme", crc.headerValue)
            : md5.map { .init("content-md5", $0.bytes.base64) }
        do throws(RequestError) {
            let etag = try await store.client.uploadPart(number, of: upload, body, checksum: header)
            let part = UploadedPart(number: number, etag: etag, crc64nvme: isSummed ? crc.headerValue : nil)
            let isProven = isSummed || md5 != nil && etag.possibleMD5 == md5
            return .success(Sent(part: part, size: body.count, crc: crc, isProven: isProven))
        } catch {
            return .failure(store.failure(error, write.key))
        }
    }

    private func complete(
        _ upload: UploadName, _ sent: [Sent], _ checksum: UploadChecksum
    ) async throws(DataError) -> DataItem {
        let parts = sent.map(\.part)
        let size = sent.reduce(Int64(0)) { $0 + Int64($1.size) }
        let whole = sent.reduce(into: CRC64NVME()) { $0.append($1.crc) }
        let isSummed = checksum == .crc64nvme
        let etag = try await store.completed(upload, parts, whole: isSummed ? whole : nil, write)
        var digests: Set<Digest> = []
        // A service that compares the MD5s of the parts says by the item's validator that it is made of them.
        let isProven = isSummed || etag != nil && etag == store.expected(parts) && sent.allSatisfy(\.isProven)
        if isProven, let digest = Digest(.crc64nvme, whole.bytes) { digests.insert(digest) }
        // Not all services say what they made of the parts, and some say another thing than they will later.
        guard var item = try? await store.read(write.key) else {
            return store.item(write.key, size, etag, attributes, digests)
        }
        guard item.size == size else { throw .replacedSince(write.key, store: store.name) }
        item.digests.formUnion(digests)
        return item
    }
}
