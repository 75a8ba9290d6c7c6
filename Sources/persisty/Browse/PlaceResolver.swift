import Browser
import NIOPosix
import PersistyData

/// Finds out where a text leads that a person has typed: a path, `STORE:KEY`, or a folder below the present one.
struct PlaceResolver: Sendable {
    let stores: BrowserStores
    let home: String
    let currentDirectory: String
    var threads = NIOThreadPool.singleton

    /// A store, and a key or prefix in it as typed.
    struct Found: Sendable {
        var store: StoreID
        var text: String
    }

    func place(_ text: String, base: Browser.Place) async throws(DataError) -> Found {
        let isPath =
            text == "~" || text == "." || text == ".." || ["/", "~/", "./", "../"].contains(where: text.hasPrefix)
        if isPath { return try await local(text) }
        if case .bucket(let name, let key) = try? persisty.Place(text) {
            let (entry, _) = try await stores.bucket(name)
            return Found(store: entry.id, text: key)
        }
        if let colon = text.firstIndex(of: ":"), let entry = await stores.entry(named: String(text[..<colon])) {
            return Found(store: entry.id, text: String(text[text.index(after: colon)...]))
        }
        return Found(store: base.store, text: base.prefix.text + text)
    }

    private func local(_ text: String) async throws(DataError) -> Found {
        let path: LocalPath
        do {
            path = try await threads.runIfActive { [home, currentDirectory] in
                try LocalPath(text, home: home, currentDirectory: currentDirectory)
            }
        } catch {
            throw DataError(error, key: text)
        }
        let isFolder = path.text.isEmpty || path.text.hasSuffix("/")
        // A folder is a store of its own; a file is an item of the folder that it lies in.
        let root =
            isFolder && !path.text.isEmpty
            ? path.root + (path.root == "/" ? "" : "/") + path.text.dropLast() : path.root
        do throws(DataError) {
            let (entry, _) = try await stores.folder(root)
            return Found(store: entry.id, text: isFolder ? "" : path.text)
        } catch {
            guard isFolder, !path.text.isEmpty else { throw error }
            // The folder is not there: a copy into it will make it.
            let (entry, _) = try await stores.folder(path.root)
            return Found(store: entry.id, text: path.text)
        }
    }
}

extension PlaceResolver.Found {
    /// Where a transfer goes: into a folder, or, for one thing and a text without a final `/`, to a name.
    func target(isSingle: Bool) throws(DataError) -> (folder: DataPrefix, name: String?) {
        guard isSingle, !text.isEmpty, !text.hasSuffix("/") else { return (try DataPrefix(text), nil) }
        let key = try DataKey(text)
        return (key.folder, key.lastComponent)
    }

    /// The folder to show: the one that is named, or that of the item that is named, with the cursor on it.
    func folder(in store: any DataStore) async throws(DataError) -> (prefix: DataPrefix, cursor: String?) {
        guard !text.isEmpty, !text.hasSuffix("/") else { return (try DataPrefix(text), nil) }
        let key = try DataKey(text)
        if try await store.read(key) != nil { return (key.folder, key.lastComponent) }
        if try await store.specialFile(key) != nil { return (key.folder, key.lastComponent) }
        return (try DataPrefix(text), nil)
    }
}
