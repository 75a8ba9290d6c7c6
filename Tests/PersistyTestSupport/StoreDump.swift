import NIOCore
package import PersistyData

/// All that a store holds, for a comparison of before and after.
package struct StoreDump: Sendable, Equatable, CustomStringConvertible {
    private let lines: [String]

    /// Reads all items of the fixture's store with their bytes, its folders, and what belongs to no item.
    package init(_ fixture: StoreFixture) async throws {
        try await self.init(fixture.store, leftovers: fixture.leftovers())
    }

    /// Reads all items of `store` with their bytes, and its folders.
    package init(_ store: any DataStore, leftovers: [String] = []) async throws {
        var lines: [String] = []
        for try await item in store.items() {
            let known = try await store.read(item.key) ?? item
            let digest = try await store.digest(.sha256, of: item)
            let user = known.attributes?.user.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" } ?? []
            let attributes = [
                known.contentType, known.attributes?.contentDisposition, known.attributes?.contentEncoding,
                known.attributes?.contentLanguage, known.attributes?.cacheControl,
                known.attributes?.modifiedAtSource?.rfc3339,
            ]
            lines.append(
                "\(item.key) \(item.size) \(digest.hexadecimal) \(known.updatedAt?.rfc3339 ?? "-") "
                    + attributes.map { $0 ?? "-" }.joined(separator: " ") + " " + user.joined(separator: " "))
        }
        var folders = [DataPrefix.root]
        while let folder = folders.popLast() {
            var pageKey: String?
            repeat {
                let page = try await store.search(.folder(folder), pageKey: pageKey, limit: 1000)
                for prefix in page.prefixes {
                    lines.append("\(prefix.debugDescription) is a folder")
                    folders.append(DataPrefix(unchecked: prefix))
                }
                pageKey = page.nextPageKey
            } while pageKey != nil
        }
        self.lines = lines.sorted() + leftovers.sorted().map { "left over: \($0)" }
    }

    package var description: String { lines.isEmpty ? "nothing" : lines.joined(separator: "\n") }
}
