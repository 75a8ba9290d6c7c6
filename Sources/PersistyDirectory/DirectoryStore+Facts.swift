import CLinux
import Glibc
public import PersistyData

extension DirectoryStore {
    public func facts(of item: DataItem) async throws(DataError) -> [DataFact] {
        let path = try ItemPath(item.key, store: name)
        return try await threads.run { (_) throws(DataError) in
            guard let status = try self.status(path), status.isFile else {
                throw .notFound(item.key, store: self.name)
            }
            return [DataFact("Kind", status.kindName)] + Self.facts(status)
        }
    }

    public func facts(of file: SpecialFile) async throws(DataError) -> [DataFact] {
        let path = try ItemPath(file.key, store: name)
        return try await threads.run { (_) throws(DataError) in
            guard let status = try self.status(path), DirectoryEntries.Kind(status).row.isSpecial else {
                throw .notFound(file.key, store: self.name)
            }
            return [DataFact("Kind", status.kindName)] + Self.facts(status)
        }
    }

    private static func facts(_ status: FileStatus) -> [DataFact] {
        [
            DataFact("Mode", "\(status.modeText) (\(String(status.permissions, radix: 8)))"),
            DataFact("Owner", userName(status.owner)),
            DataFact("Group", groupName(status.group)),
            DataFact("Inode", String(status.inode)),
            DataFact("Links", String(status.links)),
            DataFact("Device", "\(persisty_major(status.device)):\(persisty_minor(status.device))"),
        ]
    }

    private static func userName(_ owner: UInt32) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16 << 10)
        guard getpwuid_r(owner, &entry, &buffer, buffer.count, &found) == 0, let name = found?.pointee.pw_name else {
            return String(owner)
        }
        return "\(String(cString: name)) (\(owner))"
    }

    private static func groupName(_ group: UInt32) -> String {
        var entry = Glibc.group()
        var found: UnsafeMutablePointer<Glibc.group>?
        var buffer = [CChar](repeating: 0, count: 16 << 10)
        guard getgrgid_r(group, &entry, &buffer, buffer.count, &found) == 0, let name = found?.pointee.gr_name else {
            return String(group)
        }
        return "\(String(cString: name)) (\(group))"
    }
}

extension FileStatus {
    /// What the file is, in words.
    var kindName: String {
        switch mode & S_IFMT {
        case S_IFREG: "file"
        case S_IFDIR: "folder"
        case S_IFLNK: "link"
        case S_IFIFO: "pipe"
        case S_IFSOCK: "socket"
        case S_IFCHR: "character device"
        case S_IFBLK: "block device"
        default: "unknown"
        }
    }

    /// Kind and permissions as `ls -l` writes them.
    var modeText: String {
        let kind: Character =
            switch mode & S_IFMT {
            case S_IFREG: "-"
            case S_IFDIR: "d"
            case S_IFLNK: "l"
            case S_IFIFO: "p"
            case S_IFSOCK: "s"
            case S_IFCHR: "c"
            case S_IFBLK: "b"
            default: "?"
            }
        var text = [kind] + zip("rwxrwxrwx", (0..<9).reversed()).map { mode & (1 << $1) != 0 ? $0 : "-" }
        for (bit, index, letter) in [(S_ISUID, 3, "s"), (S_ISGID, 6, "s"), (S_ISVTX, 9, "t")]
            as [(UInt32, Int, Character)]
        where mode & bit != 0 {
            text[index] = text[index] == "x" ? letter : Character(letter.uppercased())
        }
        return String(text)
    }
}
