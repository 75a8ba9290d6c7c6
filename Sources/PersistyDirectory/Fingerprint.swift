import CLinux
import Glibc
import PersistyData

/// What tells one version of a file from another without reading it.
///
/// The change time is part of it, since the modification time can be set back (`cp -p`, rsync).
package struct Fingerprint: Sendable, Hashable {
    package var device: UInt64
    package var inode: UInt64
    package var size: Int64
    /// Nanoseconds since 1970.
    package var modified: Int64
    package var changed: Int64

    package init(device: UInt64, inode: UInt64, size: Int64, modified: Int64, changed: Int64) {
        (self.device, self.inode, self.size) = (device, inode, size)
        (self.modified, self.changed) = (modified, changed)
    }

    /// All but the device, each as sixteen hexadecimal digits: what a listing makes for each row must cost little.
    var version: DataVersion {
        DataVersion(
            String(unsafeUninitializedCapacity: 64) { text in
                for (index, number) in [Int64(bitPattern: inode), size, modified, changed].enumerated() {
                    for digit in 0..<16 {
                        let value = UInt8(truncatingIfNeeded: number >> (60 - 4 * digit)) & 15
                        text[index * 16 + digit] = value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
                    }
                }
                return 64
            })
    }

    /// Whether both are of the same content: a file that is renamed or unlinked gets another change time only.
    func hasContent(of other: Fingerprint) -> Bool {
        device == other.device && inode == other.inode && size == other.size && modified == other.modified
    }
}

/// What statx(2) tells of a file.
struct FileStatus: Sendable {
    private let raw: persisty_status

    /// The status of `name`, or of the directory itself for an empty name. Links are not followed.
    init(of name: UnsafePointer<CChar>, in directory: Int32) throws(SystemError) {
        var raw = persisty_status()
        try SystemError.check(persisty_status(directory, name, &raw))
        self.raw = raw
    }

    var fingerprint: Fingerprint {
        Fingerprint(
            device: raw.device, inode: raw.inode, size: raw.size, modified: raw.modified, changed: raw.changed)
    }

    var device: UInt64 { raw.device }
    var inode: UInt64 { raw.inode }
    var size: Int64 { raw.size }
    var modified: Int64 { raw.modified }
    var mode: UInt32 { raw.mode }
    var permissions: mode_t { raw.mode & 0o7777 }
    var links: UInt32 { raw.links }
    var owner: UInt32 { raw.owner }
    var group: UInt32 { raw.group }
    /// Whether fewer blocks are taken than the size needs.
    var hasHoles: Bool { raw.blocks * 512 < raw.size }

    var isFile: Bool { raw.mode & S_IFMT == S_IFREG }
    var isFolder: Bool { raw.mode & S_IFMT == S_IFDIR }
    var isLink: Bool { raw.mode & S_IFMT == S_IFLNK }
}
