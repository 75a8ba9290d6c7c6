import NIOCore
public import PersistyData

extension ChunkStore {
    public func write(
        _ key: DataKey, _ bytes: DataReader, _ options: WriteOptions
    ) async throws(DataError) -> DataItem {
        try options.attributes.validate()
        // Refused before any byte is read, as nothing could be stored afterwards.
        if let size = bytes.size, let limit = limits.itemSize, size > limit {
            throw DataError(
                .tooLarge, "This store takes items of at most \(limit) bytes.", hint: "Nothing was stored.",
                key: key.text, store: name)
        }
        var source = Gathering(reader: bytes)
        var intake = ItemIntake(key: key, announced: bytes.size, options: options, md5: bytes.md5, store: self)
        var writing = StreamWriting(store: self, key: key, options: options)
        do throws(DataError) {
            var batch = try await source.next()
            while !batch.isEmpty {
                try checkCancellation(key)
                // This batch is hashed while the next is fetched and the one before is written.
                async let hashed = hash(batch, intake)
                let following: [ByteBuffer]
                do throws(DataError) { following = try await source.next() } catch {
                    _ = await hashed
                    throw error
                }
                let (chunks, advanced) = try await hashed.get()
                intake = advanced
                try await writing.append(chunks)
                batch = following
            }
            try checkCancellation(key)
            let (last, row) = try intake.finish()
            return try await writing.finish(last, row)
        } catch {
            await writing.abandon()
            throw DataError(error, key: key.text, store: name)
        }
    }

    private func checkCancellation(_ key: DataKey) throws(DataError) {
        guard !Task.isCancelled else { throw .cancelled(key: key.text, store: name) }
    }

    private func hash(_ batch: [ByteBuffer], _ intake: ItemIntake) async -> Result<([Chunk], ItemIntake), DataError> {
        let work = { @Sendable () throws(DataError) -> ([Chunk], ItemIntake) in
            var intake = intake
            var chunks: [Chunk] = []
            for buffer in batch { chunks += try intake.take(buffer) }
            return (chunks, intake)
        }
        do throws(DataError) {
            // A short one is hashed in less time than a change of threads and back may take under load.
            let isShort = batch.reduce(0) { $0 + $1.readableBytes } <= 64 << 10
            return .success(isShort ? try work() : try await blocking(key: intake.key, work))
        } catch {
            return .failure(error)
        }
    }

    /// The item that a row has become.
    func item(_ row: ItemRow) throws(DataError) -> DataItem {
        guard let identity = database.identity else {
            throw .databaseGone(key: row.key.text, store: name)
        }
        return row.item(in: identity)
    }
}

/// Gathers the buffers of a reader until they are worth a change of threads.
private struct Gathering {
    let reader: DataReader
    private var isEnded = false
    private static let bytes = 1 << 20

    init(reader: DataReader) { self.reader = reader }

    mutating func next() async throws(DataError) -> [ByteBuffer] {
        var batch: [ByteBuffer] = []
        var bytes = 0
        while !isEnded, bytes < Self.bytes {
            guard let buffer = try await reader.next() else {
                isEnded = true
                break
            }
            guard buffer.readableBytes > 0 else { continue }
            batch.append(buffer)
            bytes += buffer.readableBytes
        }
        return batch
    }
}
