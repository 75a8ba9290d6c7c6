/// Which bytes of an item to read.
public enum ByteRange: Sendable, Hashable {
    case all
    /// Offsets from the start; cut at the item's end.
    case bytes(Range<Int64>)
    /// From an offset to the end.
    case from(Int64)
    /// The last so many bytes; more than the size gives all of it.
    case last(Int64)

    /// The offsets that are meant in an item of `size` bytes.
    ///
    /// An empty range within the item is allowed and reads nothing.
    ///
    /// - Throws: ``DataError/Code/rangeNotSatisfiable`` for a start at or beyond the end of an item that has bytes,
    ///   beyond the end of an empty one, or a negative offset.
    public func resolved(size: Int64) throws(DataError) -> Range<Int64> {
        switch self {
        case .all: return 0..<size
        case .bytes(let range):
            try check(range.lowerBound, size: size)
            return range.lowerBound..<Swift.min(range.upperBound, size)
        case .from(let start):
            try check(start, size: size)
            return start..<size
        case .last(let count):
            guard count >= 0 else { throw notSatisfiable(size) }
            return Swift.max(0, size - count)..<size
        }
    }

    private func check(_ start: Int64, size: Int64) throws(DataError) {
        guard start >= 0, start < size || start == 0 && size == 0 else { throw notSatisfiable(size) }
    }

    private func notSatisfiable(_ size: Int64) -> DataError {
        DataError(.rangeNotSatisfiable, "The range begins beyond the end: the item has \(size) bytes.")
    }
}
