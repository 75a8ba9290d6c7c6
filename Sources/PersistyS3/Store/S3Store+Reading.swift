import NIOCore
public import PersistyData

extension S3Store {
    public func read(_ keys: [DataKey]) async -> [Result<DataItem?, DataError>] { await present(keys) }

    public func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        let bytes = try range.resolved(size: item.size)
        guard bytes.count > PartSize.usual else {
            return try await small(item, bytes)
        }
        return try await great(item, bytes)
    }

    /// Bytes that come by one request.
    private func small(_ item: DataItem, _ bytes: Range<Int64>) async throws(DataError) -> DataReader {
        let isWhole = bytes == 0..<item.size
        let download = Download(self, item, bytes, isWhole: isWhole)
        let head = try await download.open()
        let check = isWhole ? ContentCheck(head, etagIsMD5: profile.etagIsMD5 == true) : nil
        return reader(of: item, bytes, check: check, head.attributes) { () throws(DataError) in
            try await download.next()
        }
    }

    /// Bytes that come by several requests side by side.
    private func great(_ item: DataItem, _ bytes: Range<Int64>) async throws(DataError) -> DataReader {
        var check: ContentCheck?
        var attributes: DataAttributes?
        if bytes == 0..<item.size {
            // What the service vouches for is not told with a range.
            do throws(RequestError) {
                guard let head = try await client.head(name(of: item), pinnedTo: item.pin) else {
                    throw RequestError.refused(S3Failure(status: 404, code: "NoSuchKey"))
                }
                attributes = head.attributes
                check = ContentCheck(head, etagIsMD5: profile.etagIsMD5 == true)
                if check == nil { check = try await partsCheck(item, head) }
            } catch {
                throw pinned(error, item)
            }
        }
        let downloads = ParallelDownload(self, item, bytes)
        return reader(of: item, bytes, check: check, attributes) { () throws(DataError) in
            try await downloads.next()
        }
    }

    /// The MD5s of the parts, where the item was uploaded in equal parts whose size the service tells.
    private func partsCheck(_ item: DataItem, _ head: ItemHead) async throws(RequestError) -> ContentCheck? {
        guard let etag = head.etag, let dash = etag.value.lastIndex(of: "-"),
            let count = Int(etag.value[etag.value.index(after: dash)...]), count > 0
        else { return nil }
        // Not all services answer for a part, and those that do not may answer for the whole.
        guard let first = try? await client.head(name(of: item), part: 1), first.partCount == count else { return nil }
        let length = first.range.map { Int64($0.count) } ?? first.size
        guard length > 0, (head.size + length - 1) / length == Int64(count) else { return nil }
        return ContentCheck(partsOf: length, etag: etag)
    }

    private func reader(
        of item: DataItem, _ bytes: Range<Int64>, check: ContentCheck?, _ attributes: DataAttributes?,
        next: @escaping @Sendable () async throws(DataError) -> ByteBuffer?
    ) -> DataReader {
        let size = Int64(bytes.count)
        guard let check else {
            return DataReader(size: size, compared: nil, md5: nil, attributes: attributes, next: next)
        }
        let running = RunningCheck(check)
        return DataReader(size: size, compared: check.algorithm, md5: nil, attributes: attributes) {
            () throws(DataError) in
            if let buffer = try await next() {
                running.update(buffer)
                return buffer
            }
            guard running.holds else {
                throw DataError(
                    .corrupt,
                    "The bytes that came are not those that were stored: their \(check.algorithm.title) is another.",
                    hint: "Nothing was kept of them; try again.", key: item.key.text, store: self.name, retry: .now)
            }
            return nil
        }
    }

    public func contents(of items: [DataItem]) async -> [Result<DataContent, DataError>] {
        await sideBySide(items, width: Self.width) { (item) throws(DataError) in
            let reader = try await self.reader(of: item, range: .all)
            return DataContent(
                try await reader.collect(upTo: Int(clamping: item.size)), compared: reader.compared,
                attributes: reader.attributes)
        }
    }

    /// What a failed request for the version `item` means.
    func pinned(_ error: RequestError, _ item: DataItem) -> DataError {
        switch error.kind {
        case .conditionFailed: .replacedSince(item.key, store: name)
        case .noSuchKey: .notFound(item.key, store: name)
        default: failure(error, item.key)
        }
    }
}

extension DataItem {
    /// The validator that requests for this version are pinned to.
    var pin: ETag? { etag.flatMap { $0.isWeak ? nil : $0 } }
}

/// What `body` gives for each value, in order, for `width` of them at a time.
func sideBySide<Value: Sendable, Made: Sendable>(
    _ values: [Value], width: Int, _ body: @escaping @Sendable (Value) async throws(DataError) -> Made
) async -> [Result<Made, DataError>] {
    func made(_ value: Value) async -> Result<Made, DataError> {
        do throws(DataError) {
            guard !Task.isCancelled else { throw .cancelled() }
            return .success(try await body(value))
        } catch {
            return .failure(error)
        }
    }
    if values.count == 1 { return [await made(values[0])] }
    return await withTaskGroup(of: (Int, Result<Made, DataError>).self) { group in
        var results = [Result<Made, DataError>?](repeating: nil, count: values.count)
        var next = 0
        while next < min(width, values.count) {
            group.addTask { [next] in (next, await made(values[next])) }
            next += 1
        }
        while let (index, result) = await group.next() {
            results[index] = result
            if next < values.count {
                group.addTask { [next] in (next, await made(values[next])) }
                next += 1
            }
        }
        return results.compactMap(\.self)
    }
}
