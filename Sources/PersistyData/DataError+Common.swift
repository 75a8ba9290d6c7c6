/// What several stores have to say in the same words.
extension DataError {
    /// The bytes of the key, prefix or path it happened to. They come from outside: escape them before showing them.
    package var name: [UInt8]? { keyBytes ?? key.map { Array($0.utf8) } }

    /// The same, of what has these bytes for a name.
    package func naming(_ bytes: some Collection<UInt8>) -> DataError {
        var error = self
        error.key = String(decoding: bytes, as: UTF8.self)
        error.keyBytes = String(validating: bytes, as: UTF8.self) == nil ? Array(bytes) : nil
        return error
    }

    /// A call came back without an answer for one of its items.
    package static func noAnswer(key: String? = nil, store: String) -> DataError {
        DataError(
            .other, "The store did not say what became of this.",
            hint: "Look whether it was done before you try again.", key: key, store: store)
    }

    /// There is no such folder.
    package static func noFolder(_ folder: DataPrefix, store: String) -> DataError {
        DataError(
            .notFound, "There is no such folder.", hint: "It may have been moved or deleted; refresh the listing.",
            key: folder.text, store: store)
    }

    /// A folder cannot have the name of another.
    package static func folderExists(_ folder: DataPrefix, store: String) -> DataError {
        DataError(
            .exists, "There is a folder of that name already.", hint: "Nothing was moved; choose another name.",
            key: folder.text, store: store)
    }

    /// A folder cannot lie in itself.
    package static func folderIntoItself(_ folder: DataPrefix, store: String) -> DataError {
        DataError(
            .invalidKey, "A folder cannot be moved into itself.",
            hint: "Nothing was moved; choose a folder outside it.", key: folder.text, store: store)
    }
}
