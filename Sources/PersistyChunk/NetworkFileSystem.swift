import CLinux
import Glibc

/// Whether a path lies on a file system whose locks and caches reach over a network.
enum NetworkFileSystem {
    /// The name of the network file system by its number (statfs(2), linux/magic.h); `nil` for a local one.
    static func name(_ type: UInt32) -> String? {
        switch type {
        case 0x6969: "NFS"
        case 0xff53_4d42, 0xfe53_4d42, 0x517b: "SMB"
        case 0x6573_5546: "FUSE"
        case 0x0102_1997: "9p"
        case 0x5346_414f, 0x6b41_4653: "AFS"
        case 0x00c3_6400: "Ceph"
        case 0x0bd0_0bd0: "Lustre"
        case 0x0161_1970: "GFS2"
        default: nil
        }
    }

    /// The number of the file system that `path`, or the nearest folder above it that exists, lies on.
    static func type(of path: String) -> UInt32? {
        var path = path
        while true {
            let type = persisty_file_system_of(path)
            if type >= 0 { return UInt32(truncatingIfNeeded: type) }
            guard type == -Int64(ENOENT), let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), path != "/" else {
                return nil
            }
            path = slash == path.startIndex ? "/" : String(path[..<slash])
        }
    }
}
