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
        var options = request.options
        var lost: [String] = []
        if !request.replacesAttributes {
            (options.attributes, lost) = try await source.attributes(of: request.item).kept(by: capabilities)
        }
        let known = request.verifies ? request.item.digestToCompare : nil
        options.expected = options.expected ?? known
        // The store compares with one digest; where the request expects another, the source's is compared on the way.
        let other = known == options.expected ? nil : known
        let bytes = try await source.reader(of: request.item)
            .watched(size: request.item.size, comparing: other, of: request.item.key, progress: request.progress)
        let item = try await write(request.key, bytes, options)
        let verification: Verification =
            if !request.verifies {
                .sizeOnly
            } else if let compared = known ?? options.expected, !item.digests.isEmpty {
                // A store that tells no digest of what it holds has proven nothing, whatever it was to compare.
                .compared(compared.algorithm)
            } else if let held = item.digestToCompare {
                .recorded(held.algorithm)
            } else {
                .sizeOnly
            }
        var copied = Copied(item: item, plan: .stream, verification: verification)
        copied.lostAttributes = lost
        return copied
    }

    /// What is kept beside the item's bytes, asked for where the item does not say, with the time of the original.
    private func attributes(of item: DataItem) async throws(DataError) -> DataAttributes {
        var attributes = item.attributes
        if attributes == nil, let known = try await read(item.key), item.version == nil || known.version == item.version
        {
            attributes = known.attributes
        }
        var found = attributes ?? DataAttributes()
        found.modifiedAtSource = found.modifiedAtSource ?? item.updatedAt
        return found
    }
}

extension DataItem {
    /// The digest that costs least to compare: MD5 is made of all that is written anyway.
    fileprivate var digestToCompare: Digest? {
        digest(.md5) ?? Digest.Algorithm.byStrength.lazy.compactMap { digest($0) }.first
    }
}

extension DataReader {
    /// These bytes, telling `progress` of each buffer, and ending with ``DataError/Code/corrupt`` when their digest is
    /// not `digest`.
    fileprivate func watched(
        size: Int64, comparing digest: Digest?, of key: DataKey, progress: (@Sendable (Int64) -> Void)?
    ) -> DataReader {
        let hasher = Mutex(digest.map { DigestHasher($0.algorithm) })
        return DataReader(size: size) { () throws(DataError) in
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
                hint: "Nothing was copied; verify the source.", key: key.text)
        }
    }
}
