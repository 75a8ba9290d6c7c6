import PersistyData

/// The marked rows of a listing, with their number and bytes.
package struct Marks: Sendable, Equatable {
    private var words: [UInt64] = []
    /// How many rows are marked.
    package private(set) var count = 0
    /// Counts the changes.
    package private(set) var version = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    package func contains(_ row: Row) -> Bool {
        let word = Int(row >> 6)
        return word < words.count && words[word] & (1 << UInt64(row & 63)) != 0
    }

    package mutating func set(_ row: Row, _ isMarked: Bool) {
        guard contains(row) != isMarked else { return }
        let word = Int(row >> 6)
        if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
        words[word] ^= 1 << UInt64(row & 63)
        count += isMarked ? 1 : -1
        version += 1
    }

    package mutating func toggle(_ row: Row) { set(row, !contains(row)) }

    package mutating func removeAll() {
        (words, count) = ([], 0)
        version += 1
    }

    /// The marked rows, in order of arrival.
    package var rows: [Row] {
        var rows: [Row] = []
        rows.reserveCapacity(count)
        for (index, word) in words.enumerated() where word != 0 {
            var rest = word
            while rest != 0 {
                rows.append(Row(index << 6 | rest.trailingZeroBitCount))
                rest &= rest - 1
            }
        }
        return rows
    }
}

/// A number of rows and the bytes that are known of them.
package struct RowTotal: Sendable, Equatable {
    package var count = 0
    package var bytes: Int64 = 0
    /// Whether there are rows whose bytes are not in ``bytes``: folders, and items whose size is not known yet.
    package var isPartial = false

    package init() {}

    package mutating func add(_ row: Row, of listing: Listing) {
        count += 1
        if let size = listing.size(row), listing.kind(row) == .item {
            bytes += size
        } else if !listing.kind(row).isSpecial {
            isPartial = true
        }
    }
}
