import CLinux
import Glibc
import PersistyData

/// Puts staged files at their keys, each in one step, with the folders that are missing.
///
/// Made for one write or one batch of copies: it keeps the folder used last open. Not safe for several threads.
struct Placement: ~Copyable {
    /// What must be so at the very moment of appearing.
    enum Condition {
        case always, absent, present
        /// The file there is this one.
        case matches(Fingerprint)
    }

    enum Outcome {
        case done
        /// The file there is not, or no longer, the one that was asked for.
        case changed
    }

    let root: ContainedRoot
    let store: String
    private var folders: LastFolder
    private var staging: Staging?

    init(root: ContainedRoot, store: String) {
        self.root = root
        self.store = store
        folders = LastFolder(root: root)
    }

    /// A file that can be placed at the path.
    mutating func stage(for path: ItemPath) throws(DataError) -> StagedFile {
        while true {
            let place = try nearestFolder(of: path)
            do throws(SystemError) {
                return try StagedFile(in: place)
            } catch {
                // The folder was removed, being empty, since it was opened: then the one above it is nearest.
                folders.forget()
                guard error.number == ENOENT, root.isThere else { throw failure(error, path) }
            }
        }
    }

    /// The folder, or the nearest one above it that is there.
    private mutating func nearestFolder(of path: ItemPath) throws(DataError) -> Descriptor {
        var place = path.folder
        while true {
            do throws(SystemError) {
                return try folders.open(place)
            } catch {
                guard error.number == ENOENT, !place.isEmpty else { throw failure(error, path) }
                place = ItemPath.parent(of: place).folder
            }
        }
    }

    /// What is at the path, itself if it is a link; `nil` when there is nothing.
    mutating func status(_ path: ItemPath) throws(DataError) -> FileStatus? {
        do throws(SystemError) {
            return try folders.status(path)
        } catch {
            guard error.number == ENOENT, root.isThere else { throw failure(error, path) }
            return nil
        }
    }

    /// Makes `file` appear at `path`.
    mutating func place(
        _ file: StagedFile, at path: ItemPath, _ condition: Condition, keepsMode: Bool = true, durable: Bool = false
    ) throws(DataError) -> Outcome {
        // A folder may be removed, being empty, between its opening and its use: then it is made again.
        for _ in 0..<1000 {
            let attempt: Attempt
            do throws(SystemError) {
                attempt = try self.attempt(file, at: path, condition, keepsMode, durable)
            } catch {
                folders.forget()
                if case .present = condition { throw failure(error, path) }
                guard error.number == ENOENT, root.isThere else { throw failure(error, path) }
                continue
            }
            switch attempt {
            case .placed(let above):
                if durable { try confirm(above, path) }
                return .done
            case .changed: return .changed
            case .again: continue
            }
        }
        throw DataError(
            .unavailable, "The folder is removed as often as it is made.", hint: "Try again.", key: path.text,
            store: store, retry: .now)
    }

    private enum Attempt {
        /// A name was given in this folder.
        case placed(String)
        case changed
        case again
    }

    private mutating func attempt(
        _ file: StagedFile, at path: ItemPath, _ condition: Condition, _ keepsMode: Bool, _ durable: Bool
    ) throws(SystemError) -> Attempt {
        let parent: Descriptor
        do throws(SystemError) {
            parent = try folders.open(path.folder)
        } catch {
            guard error.number == ENOENT, !path.folder.isEmpty else { throw error }
            switch condition {
            case .present: throw error
            case .matches: return .changed
            case .always, .absent:
                let above = try placeWithFolders(file, at: path, durable: durable)
                return above.map(Attempt.placed) ?? .again
            }
        }
        var staging = staging.take()
        defer { self.staging = staging }
        return try place(file, named: path.name, in: parent, condition, keepsMode, &staging)
            ? .placed(path.folder) : .changed
    }

    /// Whether the file got its name in `parent`, or took the place of another.
    private func place(
        _ file: StagedFile, named name: String, in parent: Descriptor, _ condition: Condition, _ keepsMode: Bool,
        _ staging: inout Staging?
    ) throws(SystemError) -> Bool {
        let isConditional: Bool
        switch condition {
        case .always, .absent:
            do throws(SystemError) {
                try file.appear(as: name, in: parent.number)
                return true
            } catch {
                if case .absent = condition { throw error }
                guard error.number == EEXIST else { throw error }
                isConditional = false
            }
        case .present, .matches: isConditional = true
        }
        let lock = try RootLock(root, exclusive: isConditional)
        defer { withExtendedLifetime(lock) {} }
        let former: FileStatus
        do throws(SystemError) {
            former = try FileStatus(of: name, in: parent.number)
        } catch {
            if case .matches = condition, error.number == ENOENT { return false }
            throw error
        }
        guard former.isFile else { throw SystemError(former.isFolder ? EISDIR : ELOOP) }
        if case .matches(let fingerprint) = condition, former.fingerprint != fingerprint { return false }
        if keepsMode {
            if former.owner != geteuid() { _ = persisty_set_owner(file.descriptor.number, former.owner, former.group) }
            try SystemError.check(persisty_set_mode(file.descriptor.number, former.permissions))
        }
        try file.replace(name, in: parent.number) { () throws(SystemError) in
            if let staging, (try? staging.folder.status().links > 0) == true { return staging }
            let isOneDevice = (try? parent.status().device) == root.device
            let made = try Staging(in: isOneDevice ? root.descriptor : parent)
            if isOneDevice { staging = made }
            return made
        }
        return true
    }

    /// Makes the missing folders out of sight with the file in them, and lets the topmost appear: neither a folder
    /// without the file nor a part of the way is ever seen. Gives the folder in which that was; `nil` when somebody made the folder meanwhile.
    private mutating func placeWithFolders(
        _ file: StagedFile, at path: ItemPath, durable: Bool
    ) throws(SystemError) -> String? {
        var (above, top) = ItemPath.parent(of: path.folder)
        var inner: [String] = []
        let parent: Descriptor
        while true {
            do throws(SystemError) {
                parent = try root.openFolder(above)
                break
            } catch {
                guard error.number == ENOENT, !above.isEmpty else { throw error }
                inner.insert(top, at: 0)
                (above, top) = ItemPath.parent(of: above)
            }
        }
        let staging = try Staging(in: parent.status().device == root.device ? root.descriptor : parent)
        let stem = Staging.uniqueName()
        var made: [(parent: Descriptor, name: String)] = []
        var deepest = staging.folder
        do throws(SystemError) {
            for name in [stem] + inner {
                try SystemError.check(persisty_make_directory(deepest.number, name, 0o777))
                made.append((deepest, name))
                deepest = Descriptor(
                    owning: try SystemError.check(
                        persisty_openat(deepest.number, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0)))
            }
            try file.appear(as: path.name, in: deepest.number)
            if durable {
                try SystemError.check(persisty_sync(deepest.number))
                for folder in made.dropFirst().reversed() {
                    try SystemError.check(persisty_sync(folder.parent.number))
                }
            }
            // A plain rename takes the place of an empty folder only; one with something in it is ENOTEMPTY.
            try SystemError.check(persisty_rename(staging.folder.number, stem, parent.number, top))
            return above
        } catch {
            file.withdraw(path.name, from: deepest.number, to: staging)
            for folder in made.reversed() { persisty_remove_directory(folder.parent.number, folder.name) }
            if [EEXIST, ENOTEMPTY].contains(error.number) { return nil }
            throw error
        }
    }

    /// Makes the name that an item was given last beyond a loss of power.
    private func confirm(_ folder: String, _ path: ItemPath) throws(DataError) {
        do throws(SystemError) {
            let folder = try root.open(folder, O_RDONLY | O_DIRECTORY)
            try SystemError.check(persisty_sync(folder.number))
        } catch {
            var error = DataError(
                error, "The item is there, but may not outlast a loss of power", key: path.text,
                store: store)
            error.hint = "Look at the disk, and write it again."
            throw error
        }
    }

    func failure(_ error: SystemError, _ path: ItemPath) -> DataError {
        writeFailure(error, path, root: root, store: store)
    }
}
