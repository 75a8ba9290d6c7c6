import NIOCore
package import PersistyData
import Testing

extension StoreFixture {
    /// Stores `bytes` under `key`.
    @discardableResult
    package func put(
        _ key: String, _ bytes: some Sequence<UInt8>, _ options: WriteOptions = WriteOptions()
    ) async throws -> DataItem {
        try await store.write(DataKey(key), DataReader(bytes), options)
    }

    /// Stores the bytes of `text` under `key`.
    @discardableResult
    package func put(
        _ key: String, _ text: String, _ options: WriteOptions = WriteOptions()
    ) async throws -> DataItem {
        try await put(key, text.utf8, options)
    }

    /// The bytes under `key`, or `nil` when there is no item.
    package func bytes(_ key: String) async throws -> [UInt8]? {
        try await store.bytes(of: DataKey(key), upTo: 1 << 30).map { Array($0.readableBytesView) }
    }

    /// The text under `key`, or `nil` when there is no item.
    package func text(_ key: String) async throws -> String? {
        try await bytes(key).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The item under `key`.
    package func item(_ key: String) async throws -> DataItem? { try await store.read(DataKey(key)) }

    /// The keys of all items that the query finds.
    package func keys(_ query: DataQuery = DataQuery(), pageSize: Int = 1000) async throws -> [String] {
        var keys: [String] = []
        for try await item in store.items(query, pageSize: pageSize) { keys.append(item.key.text) }
        return keys
    }

    /// The rows that the query finds, items and prefixes, in the order of their texts.
    package func rows(_ query: DataQuery, pageSize: Int) async throws -> [SearchRow] {
        try await SearchRow.all(of: store, query, pageSize: pageSize)
    }

    /// The validator of the item, read from its content where the store needs to.
    package func etag(_ item: DataItem) async throws -> ETag? {
        if let etag = item.etag { return etag }
        return try await store.etag(of: item, progress: nil)
    }

    /// Whether the store declares `capability`.
    package func can(_ capability: DataCapabilities) -> Bool { store.capabilities.contains(capability) }

    /// Whether the store can hold `text` as a key.
    package func spells(_ text: String) -> Bool {
        guard let key = try? DataKey(text) else { return false }
        return kind.canSpell(key)
    }

    /// Stores `bytes` where the key can be spelled, and else sees that it is refused; tells which.
    @discardableResult
    package func putOrSeeRefused(_ key: String, _ bytes: some Sequence<UInt8> = "x".utf8) async throws -> Bool {
        guard spells(key) else {
            await expectFailure(.invalidKey, "\(key.debugDescription) is refused") {
                try await store.write(DataKey(key), DataReader(bytes), WriteOptions())
            }
            return false
        }
        try await put(key, bytes)
        return true
    }
}

/// A row of a search: an item or a folded prefix.
package struct SearchRow: Sendable, Hashable, CustomStringConvertible {
    package let text: [UInt8]
    package let isPrefix: Bool

    package static func item(_ key: String) -> SearchRow { SearchRow(text: Array(key.utf8), isPrefix: false) }
    package static func prefix(_ prefix: String) -> SearchRow { SearchRow(text: Array(prefix.utf8), isPrefix: true) }

    package var description: String {
        String(decoding: text, as: UTF8.self).debugDescription + (isPrefix ? " (prefix)" : "")
    }

    /// What a search gives, page by page; a page over its size, out of order, or without an end is an error.
    package static func all(
        of store: any DataStore, _ query: DataQuery, pageSize: Int
    ) async throws -> [SearchRow] {
        var rows: [SearchRow] = []
        var pageKey: String?
        var seen: Set<String> = []
        repeat {
            let page = try await store.search(query, pageKey: pageKey, limit: pageSize)
            let items = page.items.map { SearchRow.item($0.key.text) }
            let prefixes = page.prefixes.map(SearchRow.prefix)
            guard items.count + prefixes.count <= pageSize else {
                throw Broken("a page of \(pageSize) has \(items.count + prefixes.count) rows")
            }
            // An item and a prefix of the same text cannot both be: a prefix ends in the delimiter that folds it.
            rows += (items + prefixes).sorted { $0.text.lexicographicallyPrecedes($1.text) }
            pageKey = page.nextPageKey
            if let pageKey, !seen.insert(pageKey).inserted { throw Broken("the page key \(pageKey) came twice") }
        } while pageKey != nil
        for (row, next) in zip(rows, rows.dropFirst()) where !row.text.lexicographicallyPrecedes(next.text) {
            throw Broken("\(next) came after \(row)")
        }
        return rows
    }
}

/// A promise was broken in a way that leaves nothing to go on with.
package struct Broken: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
