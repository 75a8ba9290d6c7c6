/// A stretch of a listing, as columns: names in one run of bytes, sizes and times in arrays of their own.
///
/// A listing of a million items is some dozens of these, at 25 bytes an item above its name's, not a million objects.
public struct ItemBatch: Sendable {
    /// The size of a row whose size is not known, or that has none.
    public static let unknownSize: Int64 = -1
    /// The time of a row whose time is not known, or that has none.
    public static let unknownTime = Int64.min

    private var arena: [UInt8] = []
    private var ends: [UInt32] = []
    private var kindColumn: [UInt8] = []
    /// Sizes in bytes, one a row; empty when none is known yet.
    public private(set) var sizes: [Int64] = []
    /// Times in nanoseconds since 1970, one a row; empty when none is known yet.
    public private(set) var times: [Int64] = []
    private var validators = ValidatorColumn()
    private var types = TypeColumn()
    private var classes = StorageClassColumn()
    private var reserved = 0

    /// No rows.
    public init() {}

    /// How many rows there are.
    public var count: Int { ends.count }
    /// Whether there are no rows.
    public var isEmpty: Bool { ends.isEmpty }
    /// Whether sizes and times are known.
    public var hasAttributes: Bool { sizes.count == ends.count }

    /// Makes room for `rows` rows with names of `bytes` bytes together.
    public mutating func reserve(rows: Int, bytes: Int) {
        arena.reserveCapacity(bytes)
        ends.reserveCapacity(rows)
        reserved = rows
        kindColumn.reserveCapacity(rows)
    }

    /// Adds a row whose size and time are not known yet.
    @inlinable
    public mutating func append(name: UnsafeBufferPointer<UInt8>, kind: Kind) { append(name, kind) }

    @usableFromInline
    mutating func append(_ name: UnsafeBufferPointer<UInt8>, _ kind: Kind) {
        arena.append(contentsOf: name)
        ends.append(UInt32(arena.count))
        kindColumn.append(kind.rawValue)
    }

    /// Adds a row of which all is known that the store tells.
    public mutating func append(
        name: String, kind: Kind, size: Int64 = unknownSize, time: Timestamp? = nil, etag: ETag? = nil,
        contentType: String? = nil
    ) {
        var name = name
        name.withUTF8 { append(name: $0, kind: kind) }
        setLast(size: size, time: time?.nanoseconds ?? Self.unknownTime)
        if let etag { validators.set(etag, row: count - 1, of: reserved) }
        if let contentType { types.set(contentType, row: count - 1, of: reserved) }
    }

    /// Adds an item of which all is known that the store tells, its validator having the form of an MD5.
    package mutating func append(
        name: UnsafeRawBufferPointer, size: Int64, time: Int64, md5: UnsafeRawBufferPointer, contentType: String? = nil
    ) {
        name.withMemoryRebound(to: UInt8.self) { append(name: $0, kind: .item) }
        setLast(size: size, time: time)
        if md5.count == 16 { validators.set(md5: md5, row: count - 1, of: reserved) }
        if let contentType { types.set(contentType, row: count - 1, of: reserved) }
    }

    /// Gives the row added last its validator.
    package mutating func setLast(etag: ETag) { validators.set(etag, row: count - 1, of: reserved) }

    /// Gives the row added last its storage class, as the service calls it.
    package mutating func setLast(storageClass: ArraySlice<UInt8>) {
        classes.set(storageClass, row: count - 1, of: reserved)
    }

    /// Gives the row added last its size and time. All rows of a batch are given them, or none.
    public mutating func setLast(size: Int64, time: Int64) {
        if sizes.isEmpty {
            sizes.reserveCapacity(reserved)
            times.reserveCapacity(reserved)
        }
        sizes.append(size)
        times.append(time)
    }

    /// Gives all rows their sizes and times; each array has one entry a row. Validators that are known already stay
    /// where no others are given.
    public mutating func setAttributes(sizes: [Int64], times: [Int64], etags: [Int32: ETag] = [:]) {
        precondition(sizes.count == count && times.count == count, "a batch takes one size and one time a row")
        self.sizes = sizes
        self.times = times
        for (row, etag) in etags { validators.set(etag, row: Int(row), of: count) }
    }

    /// What the row is.
    public func kind(_ row: Int) -> Kind { Kind(rawValue: kindColumn[row]) ?? .other }

    /// The bytes of the row's name, after the prefix that was listed. Not always UTF-8: a directory holds what it holds.
    public func nameBytes(_ row: Int) -> ArraySlice<UInt8> { arena[nameRange(row)] }

    /// The row's name; `nil` when it is not UTF-8 and so cannot be part of a key.
    public func name(_ row: Int) -> String? { String(validating: nameBytes(row), as: UTF8.self) }

    /// Gives the bytes of the row's name without copying them.
    public func withNameBytes<Result>(_ row: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        arena.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[nameRange(row)])) }
    }

    /// Eight bytes of the row's name from `start` on, the first in the highest place, with zeros after its end: as
    /// numbers in the order in which the bytes are.
    package func nameValue(_ row: Int, from start: Int = 0) -> UInt64 {
        arena.withUnsafeBytes { bytes in
            let range = nameRange(row)
            let first = range.lowerBound + start
            if first + 8 <= range.upperBound {
                return UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: first, as: UInt64.self))
            }
            var value: UInt64 = 0
            for index in first..<(first + 8) {
                value = value << 8 | (index < range.upperBound ? UInt64(bytes[index]) : 0)
            }
            return value
        }
    }

    /// Gives all names' bytes, and where each name ends in them, without copying.
    public func withNames<Result>(
        _ body: (_ bytes: UnsafeBufferPointer<UInt8>, _ ends: UnsafeBufferPointer<UInt32>) -> Result
    ) -> Result {
        arena.withUnsafeBufferPointer { bytes in ends.withUnsafeBufferPointer { body(bytes, $0) } }
    }

    /// The row's size; `nil` when it is not known or the row has none.
    public func size(_ row: Int) -> Int64? {
        hasAttributes && sizes[row] != Self.unknownSize ? sizes[row] : nil
    }

    /// The row's time; `nil` when it is not known or the row has none.
    public func time(_ row: Int) -> Timestamp? {
        hasAttributes && times[row] != Self.unknownTime ? Timestamp(nanoseconds: times[row]) : nil
    }

    /// The row's validator, where the store knew it without reading content.
    public func etag(_ row: Int) -> ETag? { validators[row] }

    /// The row's media type, where the store keeps it.
    public func contentType(_ row: Int) -> String? { types[row] }

    /// The class that the row is stored in, as the service calls it, where the listing told.
    public func storageClass(_ row: Int) -> String? { classes[row] }

    private func nameRange(_ row: Int) -> Range<Int> { (row == 0 ? 0 : Int(ends[row - 1]))..<Int(ends[row]) }
}

/// Batches of rows in the order in which the store finds them, which need not be that of the keys. In a cancelled task
/// the next batch is ``DataError/Code/cancelled``.
public struct DataListing: AsyncSequence, Sendable {
    public typealias Element = ItemBatch
    public typealias Failure = DataError

    private let pull: @Sendable () async throws(DataError) -> ItemBatch?

    /// A listing of what `next` gives until it gives `nil`.
    public init(next: @escaping @Sendable () async throws(DataError) -> ItemBatch?) { pull = next }

    /// The next batch, or `nil` at the end.
    public func next() async throws(DataError) -> ItemBatch? { try await unlessCancelled(pull) }

    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        let pull: @Sendable () async throws(DataError) -> ItemBatch?

        public mutating func next() async throws(DataError) -> ItemBatch? { try await unlessCancelled(pull) }

        public mutating func next(isolation: isolated (any Actor)?) async throws(DataError) -> ItemBatch? {
            try await next()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pull: pull) }
}
