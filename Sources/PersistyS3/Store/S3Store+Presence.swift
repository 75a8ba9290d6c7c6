import PersistyData

extension S3Store {
    /// What is there of each key: its validator and size. As a page of a listing tells of a thousand keys what a thousand
    /// requests would, keys that lie together are looked at together.
    func present(_ keys: [DataKey]) async -> [Result<DataItem?, DataError>] {
        guard keys.count > 4 else { return await read(keys) }
        var found: [DataKey: DataItem] = [:]
        let sorted = keys.sorted()
        var next = 0
        // As many pages as are sure to be fewer than the keys that are left.
        while next < sorted.count, sorted.count - next > 4 {
            let first = sorted[next]
            let query = DataQuery(prefix: Self.commonPrefix(first, sorted[sorted.count - 1]), after: Self.before(first))
            guard let page = try? await objects(query, token: nil) else { break }
            let rows = page.rows
            var last: DataKey?
            for row in 0..<rows.count {
                guard let name = rows.name(row), let key = try? DataKey(query.prefix + name) else { continue }
                last = key
                found[key] = DataItem(
                    key: key, size: rows.size(row) ?? 0, updatedAt: rows.time(row), etag: rows.etag(row),
                    location: location(key))
            }
            // Everything up to the last key of the page is known; after a last page, everything.
            guard page.isTruncated == true else {
                next = page.isTruncated == false ? sorted.count : next
                break
            }
            guard let last, let more = sorted[next...].firstIndex(where: { $0 > last }) else { break }
            guard more > next + 4 else { break }
            next = more
        }
        let known = Set(sorted[..<next])
        let rest = keys.filter { !known.contains($0) }
        var asked = Dictionary(
            zip(rest, await read(rest)), uniquingKeysWith: { first, _ in first })
        return keys.map { key in
            known.contains(key) ? .success(found[key]) : asked.removeValue(forKey: key) ?? .success(nil)
        }
    }

    private static func commonPrefix(_ first: DataKey, _ last: DataKey) -> String {
        let common = zip(first.bytes, last.bytes).prefix { $0 == $1 }.count
        // Never the middle of a character.
        var bytes = Array(first.bytes.prefix(common))
        while !bytes.isEmpty, String(validating: bytes, as: UTF8.self) == nil { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A key that comes before `key` with as little as can be between them.
    private static func before(_ key: DataKey) -> DataKey? {
        let shorter = String(key.text.unicodeScalars.dropLast().map(Character.init))
        return try? DataKey(shorter)
    }
}
