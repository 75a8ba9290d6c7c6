import CLinux
import Glibc
import PersistyData

/// Entries of a directory as the kernel gives them (getdents64(2)), parsed in place.
struct DirectoryEntries {
    /// What an entry is, as far as the file system says so.
    enum Kind: UInt8 {
        case file, folder, link, pipe, socket, device, other, unknown

        init(_ type: UInt8) {
            switch Int(type) {
            case Int(DT_REG): self = .file
            case Int(DT_DIR): self = .folder
            case Int(DT_LNK): self = .link
            case Int(DT_FIFO): self = .pipe
            case Int(DT_SOCK): self = .socket
            case Int(DT_CHR), Int(DT_BLK): self = .device
            case Int(DT_UNKNOWN): self = .unknown
            default: self = .other
            }
        }

        init(_ status: FileStatus) {
            switch status.mode & S_IFMT {
            case S_IFREG: self = .file
            case S_IFDIR: self = .folder
            case S_IFLNK: self = .link
            case S_IFIFO: self = .pipe
            case S_IFSOCK: self = .socket
            case S_IFCHR, S_IFBLK: self = .device
            default: self = .other
            }
        }

        /// What it is as a row.
        var row: ItemBatch.Kind {
            switch self {
            case .file: .item
            case .folder: .folder
            case .link: .link
            case .pipe: .pipe
            case .socket: .socket
            case .device: .device
            case .other, .unknown: .other
            }
        }
    }

    /// Gives each entry in `bytes` but `.`, `..` and our own staging folder; the name ends with a NUL.
    @inline(__always)
    static func forEach(
        _ bytes: UnsafeRawBufferPointer,
        _ body: (_ name: UnsafePointer<CChar>, _ length: Int, _ kind: Kind) -> Void
    ) {
        guard var entry = bytes.baseAddress else { return }
        let end = entry + bytes.count
        while entry < end {
            let length = Int(entry.loadUnaligned(fromByteOffset: 16, as: UInt16.self))
            let kind = Kind(entry.load(fromByteOffset: 18, as: UInt8.self))
            let name = (entry + 19).assumingMemoryBound(to: CChar.self)
            entry += length
            if name[0] == 0x2e {
                if name[1] == 0 || name[1] == 0x2e && name[2] == 0 { continue }
                if strcmp(name, PathFault.stagingName) == 0 { continue }
            }
            body(name, strlen(name), kind)
        }
    }

    /// The entries of a directory that is known to be small.
    static func all(in folder: Descriptor) throws(SystemError) -> [(name: [CChar], kind: Kind)] {
        var result: [(name: [CChar], kind: Kind)] = []
        try forEachBuffer(of: folder, size: 32 << 10) { bytes in
            forEach(bytes) { name, length, kind in
                result.append((Array(UnsafeBufferPointer(start: name, count: length + 1)), kind))
            }
        }
        return result
    }

    /// Reads a directory to its end.
    static func forEachBuffer(
        of folder: Descriptor, size: Int, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(SystemError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 8)
        defer { buffer.deallocate() }
        guard let base = buffer.baseAddress else { return }
        while true {
            let count = try SystemError.check(persisty_entries(folder.number, base, size))
            if count == 0 { return }
            body(UnsafeRawBufferPointer(start: base, count: count))
        }
    }
}
