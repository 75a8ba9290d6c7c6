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
    /// Whether it is a link of this machine that leads to nothing that can be reached.
    var isDangling = false
    /// As it was typed. It comes from outside: escape it before showing it.
    var typed: String

    var isFolder: Bool { text.isEmpty || text.utf8.last == UInt8(ascii: "/") }
}

/// What is at a location.
enum Found: Sendable {
    case item(DataItem)
    case folder(DataPrefix)
    /// A link, a pipe, a socket or a device: itself, and not what it leads to.
    case special(SpecialFile)
}

extension Location {
    /// What is there: the item or special file of that key, else the folder of that name.
    ///
    /// - Throws: `notFound` when there is none of them.
    func find() async throws(DataError) -> Found {
        if isFolder {
            let folder = try DataPrefix(text)
            guard try await exists(folder) else { throw try await noFolder(folder) }
            return .folder(folder)
        }
        let key = try DataKey(text)
        if let item = try await store.read(key) { return .item(item) }
        if let file = try await store.specialFile(key) { return .special(file) }
        let folder = try DataPrefix(text)
        guard try await isKnown(folder) else { throw nothing() }
        return .folder(folder)
    }

    /// The item there.
    func item() async throws(DataError) -> DataItem {
        switch try await find() {
        case .item(let item): return item
        case .special(let file): throw noContent(file)
        case .folder:
            throw DataError(
                .notFound, "This is a folder, and an item is wanted.", hint: "Name an item that is in it.", key: text,
                store: store.name)
        }
    }

    /// The folder there, or that it would be.
    func hasFolder() async throws(DataError) -> Bool { try await isKnown(try DataPrefix(text)) }

    /// Whether there is a folder, as far as one may know: who may read and write the items of a bucket, and not list them,
    /// names items.
    private func isKnown(_ folder: DataPrefix) async throws(DataError) -> Bool {
        do throws(DataError) { return try await exists(folder) } catch {
            guard error.code == .forbidden || error.code == .unsupported else { throw error }
            return false
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

    /// What to say where a folder is named: there may be a link of that name.
    private func noFolder(_ folder: DataPrefix) async throws(DataError) -> DataError {
        let key = try DataKey(String(Substring(folder.text.utf8.dropLast())))
        guard let file = try await store.specialFile(key) else { return nothing() }
        return DataError(
            .notFound, "This is a \(file.kind.name), not a folder.",
            hint: "Without the “/” at its end it is meant itself; nothing was changed.", key: text, store: store.name)
    }

    private func nothing() -> DataError {
        DataError(
            .notFound, "There is no such item or folder.", hint: "“persisty ls” shows what there is.", key: text,
            store: store.name)
    }
}
