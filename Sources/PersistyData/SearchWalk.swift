/// Keys in byte order, from any key on.
package protocol OrderedKeys {
    associatedtype Failure: Error

    /// The key that it is at; `nil` at the end, and before the first ``seek(_:)``.
    var key: String? { get }

    /// Goes to the first key that does not come before `start`.
    mutating func seek(_ start: String) throws(Failure)
    /// Goes to the next key.
    mutating func advance() throws(Failure)
}

extension DataPage {
    /// The page of a query over items, and over folders with nothing in them, walked side by side.
    ///
    /// - Parameter item: The item that the walk over items is at; one that is `nil` is passed over.
    package static func walk<Items: OrderedKeys, Folders: OrderedKeys>(
        _ query: DataQuery, from pageKey: String?, limit: Int, items: inout Items, folders: inout Folders,
        item: (Items) -> DataItem?
    ) throws(Items.Failure) -> DataPage where Folders.Failure == Items.Failure {
        var page = DataPage()
        var fold = SearchFold(query, pageKey: pageKey)
        try items.seek(fold.start)
        // Folders with nothing in them are shown where folders are.
        if query.delimiter == "/" { try folders.seek(fold.start) }
        while true {
            while let folder = folders.key, !fold.isWanted(folder) || folder.utf8Equals(query.prefix) {
                try folders.advance()
            }
            let isItem: Bool
            let text: String
            switch (items.key, folders.key) {
            case (let item?, let folder?):
                isItem = !folder.utf8Precedes(item)
                text = isItem ? item : folder
            case (let item?, nil): (isItem, text) = (true, item)
            case (nil, let folder?): (isItem, text) = (false, folder)
            case (nil, nil): return page
            }
            guard page.items.count + page.prefixes.count < limit else {
                page.nextPageKey = fold.pageKey
                return page
            }
            switch fold.take(text) {
            case .skip: break
            case .prefix(let prefix):
                page.prefixes.append(prefix)
                try items.seek(fold.start)
                continue
            case .item: if isItem, let found = item(items) { page.items.append(found) }
            }
            if isItem { try items.advance() } else { try folders.advance() }
        }
    }
}
