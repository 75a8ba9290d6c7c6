import CLinux
import Glibc

/// The names in a directory in byte order, where a folder counts as its name with a `/` at the end.
///
/// All names lie in one run of bytes; an entry is 16 bytes beside them.
struct SortedNames: Sendable {
    struct Entry {
        /// The first eight bytes, most significant first: most comparisons end there.
        var start: UInt64
        var offset: UInt32
        var length: UInt16
        var kind: DirectoryEntries.Kind
    }

    private var arena: [UInt8] = []
    private var entries: [Entry] = []

    var count: Int { entries.count }

    /// Reads and sorts a folder.
    ///
    /// - Parameters:
    ///   - prefix: Only names that begin so.
    ///   - floor: Only names that do not come before this text, or that are a beginning of it.
    init(of folder: Descriptor, prefix: [UInt8], floor: [UInt8]) throws(SystemError) {
        var (arena, entries) = ([UInt8](), [Entry]())
        try DirectoryEntries.forEachBuffer(of: folder, size: 256 << 10) { bytes in
            DirectoryEntries.forEach(bytes) { name, length, kind in
                let name = UnsafeRawBufferPointer(start: name, count: length)
                var kind = kind
                if kind == .unknown, let base = name.baseAddress {
                    let status = try? FileStatus(of: base.assumingMemoryBound(to: CChar.self), in: folder.number)
                    kind = status.map(DirectoryEntries.Kind.init) ?? .other
                }
                let offset = arena.count
                arena.append(contentsOf: name)
                if kind == .folder { arena.append(UInt8(ascii: "/")) }
                let isWanted = arena[offset...].starts(with: prefix) || prefix.isEmpty
                let isEarly =
                    !floor.isEmpty && arena[offset...].lexicographicallyPrecedes(floor)
                    && !(kind == .folder && floor.starts(with: arena[offset...]))
                guard isWanted, !isEarly, kind == .file || kind == .folder else {
                    return arena.removeSubrange(offset...)
                }
                var start: UInt64 = 0
                for index in 0..<8 {
                    start = start << 8 | (offset + index < arena.count ? UInt64(arena[offset + index]) : 0)
                }
                entries.append(
                    Entry(
                        start: start, offset: UInt32(offset), length: UInt16(arena.count - offset), kind: kind))
            }
        }
        arena.withUnsafeBytes { arena in
            entries.sort { left, right in
                if left.start != right.start { return left.start < right.start }
                let length = Int(min(left.length, right.length))
                guard let base = arena.baseAddress, length > 0 else { return false }
                let order = memcmp(base + Int(left.offset), base + Int(right.offset), length)
                return order == 0 ? left.length < right.length : order < 0
            }
        }
        self.arena = arena
        self.entries = entries
    }

    /// The name at `index`, a folder's with a `/` at its end; `nil` when it is not UTF-8.
    subscript(index: Int) -> (name: String, isFolder: Bool)? {
        let entry = entries[index]
        let bytes = arena[Int(entry.offset)..<(Int(entry.offset) + Int(entry.length))]
        return String(validating: bytes, as: UTF8.self).map { ($0, entry.kind == .folder) }
    }
}
