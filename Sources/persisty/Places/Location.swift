import PersistyData

/// A place in a store that is open.
struct Location: Sendable {
    var store: any DataStore
    /// What tells the store from all others that are open.
    var storeID: String
    /// A key, or a folder's prefix when it is empty or ends in `/`.
    var text: String
    /// The name that a copy of it gets; `nil` when that is its key's last part.
    var name: String?
    /// As it was typed. It comes from outside: escape it before showing it.
    var typed: String

    var isFolder: Bool { text.isEmpty || text.utf8.last == UInt8(ascii: "/") }
}

/// What is at a location.
enum Found: Sendable {
    case item(DataItem)
    case folder(DataPrefix)
}

extension Location {
    /// What is there: the item of that key, else the folder of that name.
    ///
    /// - Throws: `notFound` when there is neither.
    func find() async throws(DataError) -> Found {
        if isFolder {
            let folder = try DataPrefix(text)
            guard try await exists(folder) else { throw nothing() }
            return .folder(folder)
        }
        if let item = try await store.read(try DataKey(text)) { return .item(item) }
        let folder = try DataPrefix(text)
        guard try await exists(folder) else { throw nothing() }
        return .folder(folder)
    }

    /// The item there.
    func item() async throws(DataError) -> DataItem {
        switch try await find() {
        case .item(let item): return item
        case .folder:
            throw DataError(
                .notFound, "This is a folder, and an item is wanted.", hint: "Name an item that is in it.", key: text,
                store: store.name)
        }
    }

    /// The folder there, or that it would be.
    func hasFolder() async throws(DataError) -> Bool { try await exists(try DataPrefix(text)) }

    /// Refuses a path that is a link: what takes something away would take what the link leads to, and leave the link.
    func refuseLink() throws(DataError) {
        guard name == nil else {
            throw DataError(
                .unsupported, "This is a link, and what it leads to would be taken away instead of it.",
                hint: "Nothing was changed; name what it leads to, if that is meant.", key: typed)
        }
    }

    private func exists(_ folder: DataPrefix) async throws(DataError) -> Bool {
        if folder.isRoot { return true }
        do throws(DataError) {
            let inside = try await store.search(DataQuery(prefix: folder.text, delimiter: "/"), pageKey: nil, limit: 1)
            if !inside.items.isEmpty || !inside.prefixes.isEmpty { return true }
        } catch {
            guard error.code == .notFound else { throw error }
            return false
        }
        guard store.capabilities.contains(.folders) else { return false }
        return try await isListed(folder)
    }

    /// Whether the folder above lists an empty folder. Asks for what follows all names that come before it.
    private func isListed(_ folder: DataPrefix) async throws(DataError) -> Bool {
        let name = String(Substring(folder.text.utf8.dropLast()))
        // `.` is the byte before `/`.
        let query = DataQuery(prefix: name, delimiter: "/", after: try? DataKey(name + ".\u{10FFFF}"))
        let page = try await store.search(query, pageKey: nil, limit: 2)
        return page.prefixes.contains { $0.utf8.elementsEqual(folder.text.utf8) }
    }

    private func nothing() -> DataError {
        DataError(
            .notFound, "There is no such item or folder.", hint: "“persisty ls” shows what there is.", key: text,
            store: store.name)
    }
}
