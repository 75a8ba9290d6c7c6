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
        var row: Row
        var value: UInt64
    }

    func sorted(_ rows: [Row]) -> [Row] {
        guard rows.count > 1 else { return rows }
        let common = commonPrefix()
        var entries: [Entry] = []
        entries.reserveCapacity(rows.count)
        var batch = 0
        for row in rows {
            while batch + 1 < listing.starts.count, listing.starts[batch + 1] <= row { batch += 1 }
            entries.append(entry(row, inside: Int(row - listing.starts[batch]), of: batch, common: common))
        }
        entries.withUnsafeMutableBufferPointer { entries in
            entries.sort { left, right in
                precedes(left, right)
            }
        }
        return entries.map(\.row)
    }

    /// Two runs in order as one.
    func merged(_ left: [Row], _ right: [Row]) -> [Row] {
        guard let firstLeft = left.first, let lastLeft = left.last, let firstRight = right.first else {
            return left.isEmpty ? right : left
        }
        let common = commonPrefix()
        if precedes(entry(lastLeft, common), entry(firstRight, common)) { return left + right }
        return [Row](unsafeUninitializedCapacity: left.count + right.count) { merged, count in
            var (l, r) = (0, 0)
            var (mine, other) = (entry(firstLeft, common), entry(firstRight, common))
            while l < left.count, r < right.count {
                if precedes(other, mine) {
                    merged[count] = other.row
                    r += 1
                    if r < right.count { other = entry(right[r], common) }
                } else {
                    merged[count] = mine.row
                    l += 1
                    if l < left.count { mine = entry(left[l], common) }
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

    private func precedes(_ left: Entry, _ right: Entry) -> Bool {
        if left.group != right.group { return left.group < right.group }
        if left.value != right.value { return left.value < right.value }
        return precedesInFull(left.row, right.row)
    }

    /// Decides between rows whose first eight bytes are the same.
    private func precedesInFull(_ left: Row, _ right: Row) -> Bool {
        switch sort.column {
        case .name, .size, .modified: break
        case .etag:
            let (one, other) = (listing.etag(left)?.value ?? "", listing.etag(right)?.value ?? "")
            if !one.utf8.elementsEqual(other.utf8) {
                return one.utf8.lexicographicallyPrecedes(other.utf8) != sort.isDescending
            }
        case .type:
            let (one, other) = (Self.ending(listing.nameBytes(left)), Self.ending(listing.nameBytes(right)))
            if !one.elementsEqual(other) { return one.lexicographicallyPrecedes(other) != sort.isDescending }
        }
        return precedesByName(left, right)
    }

    private func entry(_ row: Row, _ common: Int) -> Entry {
        let (batch, inside) = listing.position(of: row)
        return entry(row, inside: inside, of: batch, common: common)
    }

    // The batch is named anew each time: a copy of it would be counted.
    private func entry(_ row: Row, inside: Int, of batch: Int, common: Int) -> Entry {
        let value: UInt64 =
            switch sort.column {
            case .name: listing.batches[batch].nameValue(inside, from: common)
            case .size: UInt64(bitPattern: (listing.size(row) ?? -1) &- .min)
            case .modified: UInt64(bitPattern: (listing.time(row)?.nanoseconds ?? .min) &- .min)
            case .etag: listing.etag(row).map { tag in Self.leadingBytes(tag.value) } ?? .max
            case .type: listing.batches[batch].withNameBytes(inside, Self.ending)
            }
        return Entry(
            group: listing.batches[batch].kind(inside) == .folder ? 0 : 1, row: row,
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
        return listing.batches[leftBatch].withNameBytes(leftRow) { leftName in
            listing.batches[rightBatch].withNameBytes(rightRow) { rightName in
                let isBefore = leftName.lexicographicallyPrecedes(rightName)
                guard sort.column == .name, sort.isDescending else { return isBefore }
                return rightName.lexicographicallyPrecedes(leftName)
            }
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
