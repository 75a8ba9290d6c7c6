import NIOCore
import PersistyData

/// Short files, read one behind the other into one buffer, so that all of them can be hashed at once.
struct ShortFiles {
    private var bytes: ByteBuffer
    private var stretches: [(index: Int, options: WriteOptions, stretch: Range<Int>)] = []

    /// Room for so many bytes.
    init(_ capacity: Int) { bytes = ByteBufferAllocator().buffer(capacity: capacity) }

    /// Reads the file of a request. Whether there is one.
    mutating func read(_ request: CopyRequest, at index: Int, from source: any DataStore) throws(DataError) -> Bool {
        let options = request.writeOptions
        try options.attributes.validate()
        guard let file = try SourceFile(request.item, in: source) else { return false }
        let start = bytes.writerIndex
        let count = try file.read(atMost: Int(request.item.size), into: &bytes)
        request.progress?(Int64(count))
        try file.checkUnchanged()
        stretches.append((index, options, start..<start + count))
        return true
    }

    /// The bytes of each file, and their MD5.
    func hashed() -> [Hashed] {
        let digests = bytes.withUnsafeReadableBytes { Digest.md5(ofEach: stretches.map(\.stretch), in: $0) }
        return zip(stretches, digests).map { part, md5 in
            let slice = bytes.getSlice(at: part.stretch.lowerBound, length: part.stretch.count)
            return Hashed(index: part.index, options: part.options, bytes: slice ?? ByteBuffer(), md5: md5)
        }
    }

    struct Hashed {
        let index: Int
        let options: WriteOptions
        let bytes: ByteBuffer
        let md5: Digest
    }
}
