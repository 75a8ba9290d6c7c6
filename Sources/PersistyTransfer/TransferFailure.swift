public import PersistyData

/// Something that was not transferred or deleted, and why.
public struct TransferFailure: Sendable, Hashable {
    /// The bytes of its key, or of a name that cannot be one. They come from outside and need not be UTF-8: escape them
    /// before showing them.
    public var name: [UInt8]
    public var error: DataError

    /// A failure of what has this name.
    public init(name: some Sequence<UInt8>, error: DataError) {
        self.name = Array(name)
        self.error = error
    }

    /// A failure of what has this key.
    public init(key: String, error: DataError) { self.init(name: key.utf8, error: error) }

    /// The name as text, where it is UTF-8; otherwise what is none of it is replaced.
    public var key: String { String(decoding: name, as: UTF8.self) }
}

extension DataError {
    /// A row that is no item and so cannot be copied; nor moved but by another name in its store.
    package static func notCopied(_ kind: ItemBatch.Kind, in store: String) -> DataError {
        let message =
            switch kind {
            case .link: "This is a link; links are not copied."
            case .pipe, .socket, .device: "This is a \(kind.name) and has no content to copy."
            case .item, .folder, .other: "This is no item and has no content to copy."
            }
        return DataError(
            .unsupported, message, hint: "It is left as it is.", store: store, reason: "row.other")
    }

    /// A row whose name no store could be asked about.
    package static func notUTF8(in store: String) -> DataError {
        DataError(
            .invalidKey, "This name is not valid UTF-8 and cannot be a key.", hint: "It is left as it is.",
            store: store, reason: "key.invalid_utf8")
    }
}
