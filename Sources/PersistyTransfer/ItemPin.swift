import PersistyData

/// By what a version of an item is known again: some bytes in a table instead of an item.
struct ItemPin: Sendable, Hashable {
    enum Mark: UInt8, Sendable { case none, etag, version }

    var size: Int64
    /// Nanoseconds since 1970, or ``ItemBatch/unknownTime``.
    var time: Int64
    var mark = Mark.none
    /// A hash of the validator or version; it lives no longer than this process and its seed.
    var hash: UInt64 = 0

    init(size: Int64, time: Int64, mark: Mark = .none, hash: UInt64 = 0) {
        (self.size, self.time, self.mark, self.hash) = (size, time, mark, hash)
    }

    init(_ item: DataItem) {
        self.init(size: item.size, time: item.updatedAt?.nanoseconds ?? ItemBatch.unknownTime)
        if let version = item.version {
            (mark, hash) = (.version, Self.hash(of: version.value))
        } else if let etag = item.etag {
            (mark, hash) = (.etag, Self.hash(of: etag.value))
        }
    }

    init(_ file: SpecialFile) {
        self.init(size: ItemBatch.unknownSize, time: file.updatedAt?.nanoseconds ?? ItemBatch.unknownTime)
        if let version = file.version { (mark, hash) = (.version, Self.hash(of: version.value)) }
    }

    init(_ batch: ItemBatch, _ row: Int) {
        self.init(
            size: batch.size(row) ?? ItemBatch.unknownSize,
            time: batch.time(row)?.nanoseconds ?? ItemBatch.unknownTime)
        if let etag = batch.etag(row) { (mark, hash) = (.etag, Self.hash(of: etag.value)) }
    }

    /// Whether `item` is that version, as far as was known of it.
    func matches(_ item: DataItem) -> Bool {
        guard size == ItemBatch.unknownSize || size == item.size else { return false }
        if let updatedAt = item.updatedAt, time != ItemBatch.unknownTime, updatedAt.nanoseconds != time { return false }
        switch mark {
        case .none: return true
        // A store may tell a validator only now and then; a size and a time that agree are then what is known.
        case .etag: return item.etag.map { Self.hash(of: $0.value) == hash } ?? true
        case .version: return item.version.map { Self.hash(of: $0.value) == hash } ?? true
        }
    }

    /// Whether `file` is that version of a special file, as far as was known of it.
    func matches(_ file: SpecialFile) -> Bool {
        if let updatedAt = file.updatedAt, time != ItemBatch.unknownTime, updatedAt.nanoseconds != time { return false }
        return mark != .version || file.version.map { Self.hash(of: $0.value) == hash } ?? true
    }

    private static func hash(of text: String) -> UInt64 {
        var hasher = Hasher()
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        return UInt64(truncatingIfNeeded: hasher.finalize())
    }
}
