import PersistyData

/// A column of a pane.
package enum Column: String, Sendable, CaseIterable, Hashable {
    case name, size, modified, etag
    case storageClass = "class"
    case type
}

/// By what a pane is sorted. Folders come before items in every order, and rows that are alike go by name.
package struct Sort: Sendable, Hashable {
    package var column: Column
    package var isDescending: Bool

    package init(_ column: Column = .name, descending: Bool = false) {
        self.column = column
        self.isDescending = descending
    }

    /// The order that choosing `column` gives: reversed when it is the present one, else the useful way round first.
    package func choosing(_ column: Column) -> Sort {
        guard column == self.column else { return Sort(column, descending: column == .size || column == .modified) }
        return Sort(column, descending: !isDescending)
    }
}

/// How the rows of a listing are shown: which of them, and in which order.
package struct Arrangement: Sendable, Hashable {
    package var sort = Sort()
    /// Only names that hold this text are shown; letters without regard to case unless one of them is a capital.
    package var filter = ""
    package var showsHidden = true

    package init() {}
}

extension Arrangement {
    /// The rows of `listing` that are shown, in order.
    ///
    /// - Parameter former: Rows in this order already, and how many rows of the listing they cover; only later rows are
    ///   then sorted, and merged in.
    package func rows(of listing: Listing, former: (rows: [Row], covered: Int)? = nil) -> [Row] {
        let covered = former?.covered ?? 0
        let fresh = shown(listing, from: covered)
        let sorter = RowSorter(listing: listing, sort: sort)
        let sorted = sorter.sorted(fresh)
        guard let former, covered > 0 else { return sorted }
        return sorter.merged(former.rows, sorted)
    }

    private func shown(_ listing: Listing, from first: Int) -> [Row] {
        guard !filter.isEmpty || !showsHidden else { return Array(Row(first)..<Row(listing.count)) }
        let pattern = TextFilter(filter)
        var rows: [Row] = []
        for (index, batch) in listing.batches.enumerated() {
            let start = Int(listing.starts[index])
            for inside in max(0, first - start)..<max(batch.count, first - start) {
                let isShown = batch.withNameBytes(inside) { name in
                    (showsHidden || name.first != UInt8(ascii: ".")) && pattern.matches(name)
                }
                if isShown { rows.append(Row(start + inside)) }
            }
        }
        return rows
    }
}

/// A text that names are searched for. Without a capital letter, capitals in names count as small letters (ASCII only).
package struct TextFilter: Sendable {
    private let pattern: [UInt8]
    private let ignoresCase: Bool

    package init(_ text: String) {
        pattern = Array(text.utf8)
        ignoresCase = !text.utf8.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }

    package func matches(_ name: UnsafeBufferPointer<UInt8>) -> Bool { pattern.isEmpty || firstMatch(in: name) != nil }

    /// Where the pattern begins in `name`.
    package func firstMatch(in name: UnsafeBufferPointer<UInt8>) -> Int? {
        guard name.count >= pattern.count else { return nil }
        return (0...(name.count - pattern.count)).first { start in
            pattern.indices.allSatisfy { folded(name[start + $0]) == pattern[$0] }
        }
    }

    private func folded(_ byte: UInt8) -> UInt8 {
        ignoresCase && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
