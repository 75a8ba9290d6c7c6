import CLinux
import Glibc
import PersistyData

/// Goes through the items below a folder in byte order of key, reading each folder once and only when it is reached.
///
/// A value: a search keeps it between pages. It holds no open files then.
struct OrderedWalk: Sendable {
    enum Found: Sendable {
        case item(DataKey, FileStatus)
        /// A folder that was not entered, with a `/` at its end.
        case folder(String)
    }

    private struct Frame: Sendable {
        /// What comes before the names in keys: empty, or ending in `/`.
        let path: String
        let names: SortedNames
        let fingerprint: Fingerprint
        var position = 0
        var folder: Descriptor?
    }

    private var frames: [Frame] = []
    private var isBegun = false
    private var pending: Found?
    private let prefix: String
    private let isShallow: Bool
    private let store: String
    /// Keys before this text are passed over.
    var floor: String

    /// - Parameter isShallow: Whether folders are found themselves, and not what is in them.
    init(prefix: String, isShallow: Bool, floor: String, store: String) {
        self.prefix = prefix
        self.isShallow = isShallow
        self.floor = floor
        self.store = store
    }

    /// Gives what was found last once more at the next call.
    mutating func putBack(_ found: Found) { pending = found }

    /// Closes what is open, to be kept until the next page.
    mutating func suspend() {
        for index in frames.indices { frames[index].folder = nil }
    }

    /// Whether a folder that is small enough to read it again was changed since it was read.
    func isStale(below root: ContainedRoot) -> Bool {
        frames.contains { frame in
            guard frame.names.count < 10_000 else { return false }
            let status = try? root.openFolder(String(frame.path.dropLast())).status()
            return status?.fingerprint != frame.fingerprint
        }
    }

    mutating func next(below root: ContainedRoot) throws(DataError) -> Found? {
        if let found = pending {
            pending = nil
            return found
        }
        if !isBegun {
            isBegun = true
            let folder = prefix.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(prefix[...$0]) } ?? ""
            guard folder.isEmpty || PathFault(String(folder.dropLast())) == nil else { return nil }
            try enter(folder, below: root)
        }
        while !frames.isEmpty {
            let top = frames.count - 1
            let position = frames[top].position
            guard position < frames[top].names.count else {
                frames.removeLast()
                continue
            }
            frames[top].position += 1
            guard let (name, isFolder) = frames[top].names[position] else { continue }
            let text = frames[top].path + name
            if text.utf8Precedes(floor), !(isFolder && floor.utf8.starts(with: text.utf8)) { continue }
            if isFolder {
                if isShallow { return .folder(text) }
                try enter(text, below: root)
            } else if let key = try? DataKey(text), let status = try status(name, top, below: root) {
                return .item(key, status)
            }
        }
        return nil
    }

    private mutating func enter(_ path: String, below root: ContainedRoot) throws(DataError) {
        do throws(SystemError) {
            let folder = try root.open(String(path.dropLast()), O_RDONLY | O_DIRECTORY)
            let fingerprint = try folder.status().fingerprint
            let start = path.utf8.count
            let inFloor = floor.utf8.starts(with: path.utf8) ? Array(floor.utf8.dropFirst(start)) : []
            let names = try SortedNames(of: folder, prefix: Array(prefix.utf8.dropFirst(start)), floor: inFloor)
            frames.append(Frame(path: path, names: names, fingerprint: fingerprint, folder: folder))
        } catch {
            if error.number == ENOENT, !root.isThere { throw .rootIsGone(store: store) }
            // Removed, or made a file or a link, since its name was read.
            if error.isAbsence { return }
            throw DataError(error, "This folder cannot be read", key: path, store: store)
        }
    }

    /// The status of an item; `nil` when it is gone, or no item any more.
    private mutating func status(
        _ name: String, _ frame: Int, below root: ContainedRoot
    ) throws(DataError) -> FileStatus? {
        let path = frames[frame].path
        do throws(SystemError) {
            if frames[frame].folder == nil { frames[frame].folder = try root.openFolder(String(path.dropLast())) }
            guard let folder = frames[frame].folder else { return nil }
            let status = try FileStatus(of: name, in: folder.number)
            return status.isFile ? status : nil
        } catch {
            if error.isAbsence { return nil }
            throw DataError(error, "This item cannot be looked at", key: path + name, store: store)
        }
    }
}

/// The walks that searches may go on with, newest last.
struct SuspendedWalks: Sendable {
    private var walks: [(query: DataQuery, pageKey: String, walk: OrderedWalk)] = []

    mutating func keep(_ walk: OrderedWalk, _ query: DataQuery, _ pageKey: String) {
        if walks.count == 4 { walks.removeFirst() }
        walks.append((query, pageKey, walk))
    }

    mutating func take(_ query: DataQuery, _ pageKey: String?) -> OrderedWalk? {
        guard let pageKey,
            let index = walks.firstIndex(where: {
                $0.query == query && $0.query.prefix.utf8.elementsEqual(query.prefix.utf8)
                    && $0.pageKey.utf8.elementsEqual(pageKey.utf8)
            })
        else { return nil }
        return walks.remove(at: index).walk
    }
}
