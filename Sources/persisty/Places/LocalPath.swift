import Glibc
import PersistyConfiguration
import PersistyData

/// A path of this machine as a folder that can be a store, and a key in it.
struct LocalPath: Hashable, Sendable {
    /// An absolute path without links.
    var root: String
    /// The key of a file, the prefix of a folder, or empty for the root.
    var text: String
    /// The name by which it was meant, where a link was followed.
    var name: String?
    /// Whether it is a link that leads to nothing that can be reached.
    var isDangling = false

    /// Looks at the file system: call it from a thread that may block.
    ///
    /// - Parameter followsLink: Whether a link that is named stands for what it leads to, and not for itself.
    init(
        _ path: String, home: String, currentDirectory: String, followsLink: Bool = true
    ) throws(DataError) {
        let absolute: String =
            if path == "~" || path.hasPrefix("~/") {
                home + path.dropFirst()
            } else {
                path.hasPrefix("/") ? path : currentDirectory + "/" + path
            }
        guard !absolute.utf8.contains(0) else {
            throw DataError(.invalidKey, "A path cannot hold the character U+0000.", key: path)
        }
        let parts = absolute.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
        let last = parts.last ?? ""
        let isWhole = last.isEmpty || last == "." || last == ".."
        let parent = "/" + parts.dropLast(isWhole ? 0 : 1).joined(separator: "/")
        guard let root = Self.resolved(parent) else { throw Self.failure(errno, parent, path) }
        if isWhole {
            (self.root, text) = (root, "")
            return
        }
        let isLink = Self.isLink(root + "/" + last)
        let isFolder = Self.isFolder(root + "/" + last) && (followsLink || !isLink)
        (self.root, text) = (root, isFolder || path.utf8.last == UInt8(ascii: "/") ? last + "/" : last)
        // A link that is named is meant; one that is only found on the way is not followed.
        guard isLink, followsLink else { return }
        guard let target = Self.resolved(root + "/" + last) else {
            isDangling = true
            return
        }
        let slash = target.utf8.lastIndex(of: UInt8(ascii: "/")) ?? target.startIndex
        self.root = slash == target.startIndex ? "/" : String(target[..<slash])
        let targetName = String(target[target.utf8.index(after: slash)...])
        text = isFolder && !targetName.isEmpty ? targetName + "/" : targetName
        name = last
    }

    private static func resolved(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(validatingCString: found)
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    private static func failure(_ number: Int32, _ folder: String, _ path: String) -> DataError {
        DataError(
            number == EACCES ? .forbidden : .notFound,
            "The folder \(folder.debugDescription) cannot be opened: \(systemMessage(number)).", key: path)
    }
}
