import NIOCore

extension DataStore {
    /// Copies one item by reading it from `source` and writing it here, hashing it on the way.
    ///
    /// - Throws: ``DataError/Code/corrupt`` when the bytes are not those that the source vouches for.
    package func stream(_ request: CopyRequest, from source: any DataStore) async throws(DataError) -> Copied {
        var options = request.options
        if !request.replacesAttributes {
            options.attributes = request.item.attributes ?? DataAttributes()
            options.attributes.modifiedAtSource =
                options.attributes.modifiedAtSource ?? request.item.updatedAt
        }
        let algorithm = Digest.Algorithm.md5
        let known = request.item.digest(algorithm)
        if request.verifies, options.expected == nil { options.expected = known }
        let original = try await source.reader(of: request.item)
        let progress = request.progress
        let bytes = DataReader(size: request.item.size) { () throws(DataError) in
            guard !Task.isCancelled else { throw .cancelled(key: request.item.key.text) }
            let buffer = try await original.next()
            if let buffer { progress?(Int64(buffer.readableBytes)) }
            return buffer
        }
        let item = try await write(request.key, bytes, options)
        let held = item.digest(algorithm)
        let verification: Verification =
            if !request.verifies {
                .sizeOnly
            } else if known != nil, known == held {
                .compared(algorithm)
            } else if held != nil {
                .recorded(algorithm)
            } else {
                .sizeOnly
            }
        return Copied(item: item, plan: .stream, verification: verification)
    }
}
