package import PersistyData

/// What a search should give, worked out from all keys without pages or cleverness.
package enum SearchModel {
    /// The rows of `query` over `keys`, in byte order.
    package static func rows(of keys: some Sequence<String>, _ query: DataQuery) -> [SearchRow] {
        var rows: Set<SearchRow> = []
        for key in keys {
            let bytes = Array(key.utf8)
            guard bytes.starts(with: query.prefix.utf8) else { continue }
            if let after = query.after, !after.text.utf8.lexicographicallyPrecedes(bytes) { continue }
            rows.insert(row(of: bytes, query))
        }
        return rows.sorted { $0.text.lexicographicallyPrecedes($1.text) }
    }

    private static func row(of key: [UInt8], _ query: DataQuery) -> SearchRow {
        guard let delimiter = query.delimiter.map({ Array($0.utf8) }) else {
            return SearchRow(text: key, isPrefix: false)
        }
        var end = query.prefix.utf8.count + delimiter.count
        while end <= key.count {
            if key[..<end].suffix(delimiter.count).elementsEqual(delimiter) {
                return SearchRow(text: Array(key[..<end]), isPrefix: true)
            }
            end += 1
        }
        return SearchRow(text: key, isPrefix: false)
    }
}
