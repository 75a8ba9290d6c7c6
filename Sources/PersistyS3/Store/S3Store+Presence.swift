import PersistyData

extension S3Store {
    /// What is there of each key: its validator and size. As a page of a listing tells of a thousand keys what a thousand
    /// requests would, keys that lie together are looked at together.
    ///
    /// - Parameter mayLag: Asks for each key that the listing does not have: what is to be deleted was seen before, and
    ///   Swift's listings lag behind under load.
    func present(_ keys: [DataKey], mayLag: Bool = false) async -> [Result<DataItem?, DataError>] {
        guard keys.count > Self.few else { return await heads(keys) }
        var found: [DataKey: DataItem] = [:]
        let sorted = keys.sorted()
        var next = 0
        // As many pages as are sure to be fewer than the keys that are left.
        while next < sorted.count, sorted.count - next > Self.few {
            let first = sorted[next]
            let query = DataQuery(prefix: Self.commonPrefix(first, sorted[sorted.count - 1]), after: Self.before(first))
            // Little more than they are where they follow one another.
            let left = sorted.count - next
            guard let page = try? await objects(query, token: nil, limit: min(1000, left + left / 4 + 8)) else { break }
            let rows = page.rows
            var last: DataKey?
            for row in 0..<rows.count {
                guard let name = rows.name(row), let key = try? DataKey(query.prefix + name) else { continue }
                last = key
                found[key] = item(key, rows, row)
            }
            // Everything up to the last key of the page is known; after a last page, everything.
            guard page.isTruncated == true else {
                next = page.isTruncated == false ? sorted.count : next
                break
            }
            guard let last, let more = sorted[next...].firstIndex(where: { $0 > last }) else { break }
            guard more > next + Self.few else { break }
            next = more
        }
        let known = Set(sorted[..<next].filter { !mayLag || found[$0] != nil })
        let rest = keys.filter { !known.contains($0) }
        var asked = Dictionary(
            zip(rest, await heads(rest)), uniquingKeysWith: { first, _ in first })
        return keys.map { key in
            known.contains(key) ? .success(found[key]) : asked.removeValue(forKey: key) ?? .success(nil)
        }
    }

    /// Fewer keys are asked for one by one.
    private static let few = 4

    private func heads(_ keys: [DataKey]) async -> [Result<DataItem?, DataError>] {
        await sideBySide(keys, width: Self.width) { (key) throws(DataError) in try await self.read(key) }
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
