import Glibc
import PersistyData

/// Why an item could not be written, told by what stands in its way.
func writeFailure(_ error: SystemError, _ path: ItemPath, root: ContainedRoot, store: String) -> DataError {
    func inTheWay(_ message: String, _ reason: String) -> DataError {
        DataError(
            .invalidKey, message, hint: "Nothing was changed; choose another key.", key: path.text, store: store,
            reason: reason)
    }
    switch error.number {
    case EEXIST:
        return DataError(
            .exists, "There is an item of that name already.", hint: "It was left as it is.", key: path.text,
            store: store)
    case EISDIR: return inTheWay("A folder has this name, and a directory cannot hold both.", "key.is_folder")
    case ENOTDIR:
        return inTheWay("A part of this key is an item or a link, and not a folder.", "key.in_item")
    case ELOOP, EXDEV:
        return DataError(
            .forbidden, "A link or a device has this name, or a part of it; links are not followed.",
            hint: "Nothing was changed.", key: path.text, store: store, reason: "key.is_link")
    case ENOENT where !root.isThere: return .rootIsGone(store: store)
    case ENOENT: return DataError(.notFound, "There is no such item.", key: path.text, store: store)
    default: return DataError(error, "The item could not be written", key: path.text, store: store)
    }
}

extension DataError {
    /// The store's own folder was removed.
    static func rootIsGone(store: String) -> DataError {
        DataError(
            .unavailable, "The folder of this store was removed.", hint: "Make it again and open the store again.",
            store: store)
    }
}
