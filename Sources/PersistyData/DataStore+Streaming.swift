import NIOCore
import Synchronization

extension DataStore {
    /// Copies one item by reading it from `source` and writing it here, hashing it on the way.
    ///
    /// The bytes are compared with a digest that the source vouches for, or that the request expects; where there is
    /// neither, the digest that this store made of them is recorded, and the result says so.
    ///
    /// - Throws: ``DataError/Code/corrupt`` when the bytes are not those that the source vouches for.
    package func stream(_ request: CopyRequest, from source: any DataStore) async throws(DataError) -> Copied {
        let reader = try await source.reader(of: request.item)
        var attributes: DataAttributes?
        if !request.replacesAttributes {
            attributes = reader.attributes
            if attributes == nil { attributes = try await source.attributes(of: request.item) }
        }
        let copy = StreamedCopy(request, attributes: attributes, checked: reader.compared, to: self)
        let bytes = reader.watched(by: copy, of: request.item, progress: request.progress)
            .paced(by: request.pacing)
        return copy.copied(as: try await write(request.key, bytes, copy.options))
    }

    /// What is kept beside the item's bytes, asked for where the item does not say, with the time of the original.
    private func attributes(of item: DataItem) async throws(DataError) -> DataAttributes {
        var attributes = item.attributes
        if attributes == nil, let known = try await read(item.key), item.version == nil || known.version == item.version
        {
            attributes = known.attributes
        }
        return attributes ?? DataAttributes()
    }
}

extension DataReader {
    /// These bytes, telling `progress` of each buffer, and ending with ``DataError/Code/corrupt`` when their digest is
    /// not the one that `copy` compares.
    fileprivate func watched(
        by copy: StreamedCopy, of item: DataItem, progress: (@Sendable (Int64) -> Void)?
    ) -> DataReader {
        let digest = copy.compared
        let hasher = Mutex(digest.map { DigestHasher($0.algorithm) })
        return DataReader(size: item.size, compared: compared, md5: copy.md5) { () throws(DataError) in
            if let buffer = try await next() {
                hasher.withLock { $0?.update(buffer) }
                progress?(Int64(buffer.readableBytes))
                return buffer
            }
            guard let digest, let found = hasher.withLock({ $0?.finish() }), found != digest else { return nil }
            throw DataError(
                .corrupt,
                "The bytes are not those that were stored: their \(found.algorithm.title) is \(found.hexadecimal), "
                    + "not \(digest.hexadecimal).",
                hint: "Nothing was copied; verify the source.", key: item.key.text)
        }
    }
}
