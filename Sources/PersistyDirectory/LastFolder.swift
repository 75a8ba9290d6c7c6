import PersistyData

/// The folder below a root that was used last, kept open: items that follow one another mostly lie in the same.
///
/// Not safe for several threads, and not to be kept for long: a folder may be moved while it is open.
struct LastFolder: ~Copyable {
    let root: ContainedRoot
    private var folder: (path: String, descriptor: Descriptor)?

    init(root: ContainedRoot) { self.root = root }

    mutating func open(_ path: String) throws(SystemError) -> Descriptor {
        if let folder, folder.path.utf8Equals(path) { return folder.descriptor }
        let descriptor = try root.openFolder(path)
        folder = (path, descriptor)
        return descriptor
    }

    mutating func forget() { folder = nil }

    /// What is at the path, itself if it is a link. Throws ENOENT, ENOTDIR or ELOOP when there is nothing.
    mutating func status(_ path: ItemPath) throws(SystemError) -> FileStatus {
        do throws(SystemError) {
            return try FileStatus(of: path.name, in: try open(path.folder).number)
        } catch {
            forget()
            throw error
        }
    }
}
