/// File systems by their magic numbers (statfs(2), linux/magic.h).
enum FileSystemType {
    private static let tmpfs: Int64 = 0x0102_1994
    private static let local: Set<Int64> = [
        0xef53,  // ext2, ext3, ext4
        0x5846_5342,  // XFS
        0x9123_683e,  // Btrfs
        0xf2f5_2010,  // F2FS
        tmpfs,
        0x794c_7630,  // overlayfs, as in containers
    ]

    /// Whether the system answers for its files by itself: others may wait for a server, or for a program.
    static func isLocal(_ magic: Int64) -> Bool { local.contains(magic) }

    /// Whether all of its files are in memory.
    static func isMemory(_ magic: Int64) -> Bool { magic == tmpfs }
}
