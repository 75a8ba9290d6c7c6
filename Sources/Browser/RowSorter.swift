import PersistyData

/// Sorts rows of a listing.
///
/// A million names are sorted by numbers: the eight bytes after what all names have in common, in big-endian order,
/// decide nearly every comparison without touching the names.
struct RowSorter {
    let listing: Listing
    let sort: Sort

    private struct Entry {
        /// Folders 0, all else 1; then the column's value. Ascending.
        var group: UInt32
        /// Which row it is, or where it stands among those to sort.
        var index: UInt32
        var value: UInt64

        /// Whether it comes before another; `nil` when that has the same value.
        func precedes(_ other: Entry) -> Bool? {
            if group != other.group { return group < other.group }
            return value == other.value ? nil : value < other.value
        }
    }

    func sorted(_ rows: [Row]) -> [Row] {
        guard rows.count > 1 else { return rows }
        // Rows that are alike go by name. The names are sorted once: while few times are known, nearly all are alike.
        let isByName = sort.column == .name
        let rows = isByName ? rows : RowSorter(listing: listing, sort: Sort()).sorted(rows)
        let common = commonPrefix()
        var entries: [Entry] = []
        entries.reserveCapacity(rows.count)
        for (index, row) in rows.enumerated() { entries.append(entry(row, index: UInt32(index), common)) }
        entries.sort { left, right in
            if let precedes = left.precedes(right) { return precedes }
            let (one, other) = (rows[Int(left.index)], rows[Int(right.index)])
            return precedesInFull(one, other) ?? (isByName ? precedesByName(one, other) : left.index < right.index)
        }
        return entries.map { rows[Int($0.index)] }
    }

    /// Two runs in order as one.
    func merged(_ left: [Row], _ right: [Row]) -> [Row] {
        guard let firstLeft = left.first, let lastLeft = left.last, let firstRight = right.first else {
            return left.isEmpty ? right : left
        }
        let common = commonPrefix()
        func entry(_ row: Row) -> Entry { self.entry(row, index: row, common) }
        func precedes(_ left: Entry, _ right: Entry) -> Bool {
            left.precedes(right) ?? precedesInFull(left.index, right.index) ?? precedesByName(left.index, right.index)
        }
        if precedes(entry(lastLeft), entry(firstRight)) { return left + right }
        return [Row](unsafeUninitializedCapacity: left.count + right.count) { merged, count in
            var (l, r) = (0, 0)
            var (mine, other) = (entry(firstLeft), entry(firstRight))
            while l < left.count, r < right.count {
                if precedes(other, mine) {
                    merged[count] = other.index
                    r += 1
                    if r < right.count { other = entry(right[r]) }
                } else {
                    merged[count] = mine.index
                    l += 1
                    if l < left.count { mine = entry(left[l]) }
                }
                count += 1
            }
            for row in left[l...] {
                merged[count] = row
                count += 1
            }
            for row in right[r...] {
                merged[count] = row
                count += 1
            }
        }
    }

    /// Decides between rows of whose values the first eight bytes are the same; `nil` when the values are.
    private func precedesInFull(_ left: Row, _ right: Row) -> Bool? {
        switch sort.column {
        case .name, .size, .modified: return nil
        case .etag:
            let (one, other) = (listing.etag(left)?.value ?? "", listing.etag(right)?.value ?? "")
            if one.utf8.elementsEqual(other.utf8) { return nil }
            return one.utf8.lexicographicallyPrecedes(other.utf8) != sort.isDescending
        case .storageClass:
            let (one, other) = (listing.storageClass(left) ?? "", listing.storageClass(right) ?? "")
            if one.utf8.elementsEqual(other.utf8) { return nil }
            return one.utf8.lexicographicallyPrecedes(other.utf8) != sort.isDescending
        case .type:
            let (one, other) = (Self.ending(listing.nameBytes(left)), Self.ending(listing.nameBytes(right)))
            if one.elementsEqual(other) { return nil }
            return one.lexicographicallyPrecedes(other) != sort.isDescending
        }
    }

    private func entry(_ row: Row, index: UInt32, _ common: Int) -> Entry {
        let (batch, inside) = listing.position(of: row)
        let value: UInt64 =
            switch sort.column {
            case .name: listing.batches[batch].nameValue(inside, from: common)
            case .size: UInt64(bitPattern: (listing.size(row) ?? -1) &- .min)
            case .modified: UInt64(bitPattern: (listing.time(row)?.nanoseconds ?? .min) &- .min)
            case .etag: listing.etag(row).map { tag in Self.leadingBytes(tag.value) } ?? .max
            case .storageClass: listing.storageClass(row).map { Self.leadingBytes($0) } ?? 0
            case .type: listing.batches[batch].withNameBytes(inside, Self.ending)
            }
        return Entry(
            group: listing.batches[batch].kind(inside) == .folder ? 0 : 1, index: index,
            value: sort.isDescending ? ~value : value)
    }

    /// How many first bytes all names share, where names are what is sorted by.
    private func commonPrefix() -> Int {
        guard sort.column == .name, let first = listing.batches.first, !first.isEmpty else { return 0 }
        var common = Array(first.nameBytes(0))
        for batch in listing.batches {
            batch.withNames { bytes, ends in
                var start = 0
                for end in ends {
                    let limit = min(common.count, Int(end) - start)
                    var length = 0
                    while length < limit, bytes[start + length] == common[length] { length += 1 }
                    if length < common.count { common.removeLast(common.count - length) }
                    start = Int(end)
                    if common.isEmpty { return }
                }
            }
            if common.isEmpty { return 0 }
        }
        return common.count
    }

    private func precedesByName(_ left: Row, _ right: Row) -> Bool {
        let (leftBatch, leftRow) = listing.position(of: left)
        let (rightBatch, rightRow) = listing.position(of: right)
        var start = 0
        while true {
            let one = listing.batches[leftBatch].nameValue(leftRow, from: start)
            let other = listing.batches[rightBatch].nameValue(rightRow, from: start)
            guard one == other else { return (one < other) != (sort.column == .name && sort.isDescending) }
            // No name holds a zero byte: here both have ended.
            guard one & 0xFF != 0 else { return false }
            start += 8
        }
    }

    private static func leadingBytes(_ name: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> UInt64 {
        var value: UInt64 = 0
        for index in start..<(start + 8) { value = value << 8 | (index < name.count ? UInt64(name[index]) : 0) }
        return value
    }

    private static func leadingBytes(_ text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { leadingBytes($0) }
    }

    /// The ending of a name, as the type column sorts it.
    private static func ending(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else { return [] }
        return name[(dot + 1)...]
    }

    private static func ending(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return 0 }
        return leadingBytes(UnsafeBufferPointer(rebasing: name[(dot + 1)...]))
    }
}
