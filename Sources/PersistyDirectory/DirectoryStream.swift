import CLinux
import Glibc
import PersistyData

/// An open folder that is being listed, buffer by buffer. At any time one thread reads it; several may look at what it
/// gave.
final class DirectoryStream: Sendable {
    let folder: Descriptor
    /// The folder's path from the root, without a `/` at its end.
    let path: [UInt8]

    init(_ folder: Descriptor, path: [UInt8]) {
        self.folder = folder
        self.path = path
    }
}

/// Turns buffers of directory entries into the rows of one batch.
struct RowCollector: ~Copyable {
    private(set) var batch = ItemBatch()
    private(set) var subfolders: [[UInt8]] = []
    private var etagColumn: [Int32: ETag] = [:]
    private var name: [UInt8] = []
    /// How many bytes of a path are not part of the names: those of the prefix that is listed.
    let skipped: Int
    /// What paths begin with.
    let prefix: [UInt8]
    let isRecursive: Bool
    let hasAttributes: Bool
    let etags: ETagMemory?

    init(skipped: Int, prefix: [UInt8], isRecursive: Bool, hasAttributes: Bool, etags: ETagMemory?) {
        self.skipped = skipped
        self.prefix = prefix
        self.isRecursive = isRecursive
        self.hasAttributes = hasAttributes
        self.etags = etags
    }

    var count: Int { batch.count }

    mutating func finish() -> ItemBatch {
        if !etagColumn.isEmpty { batch.setAttributes(sizes: batch.sizes, times: batch.times, etags: etagColumn) }
        return batch
    }

    mutating func takeSubfolders() -> [[UInt8]] {
        defer { subfolders = [] }
        return subfolders
    }

    /// Adds the rows of the entries in `bytes`, which `stream` gave.
    mutating func add(_ bytes: UnsafeRawBufferPointer, of stream: DirectoryStream, _ cancellation: Cancellation) {
        if batch.isEmpty {
            var (rows, length) = (0, 0)
            let inner = max(0, stream.path.count + 1 - skipped)
            DirectoryEntries.forEach(bytes) { _, count, _ in
                rows += 1
                length += count + inner + 1
            }
            batch.reserve(rows: rows, bytes: length)
        }
        name = stream.path
        if !name.isEmpty { name.append(UInt8(ascii: "/")) }
        let start = name.count
        let isPlain = start == skipped && prefix.count == skipped
        DirectoryEntries.forEach(bytes) { entry, length, kind in
            guard !cancellation.isCancelled else { return }
            add(entry, length, kind, stream, start, isPlain)
        }
    }

    @inline(__always)
    private mutating func add(
        _ entry: UnsafePointer<CChar>, _ length: Int, _ kind: DirectoryEntries.Kind, _ stream: DirectoryStream,
        _ start: Int, _ isPlain: Bool
    ) {
        let bytes = UnsafeRawBufferPointer(start: entry, count: length).assumingMemoryBound(to: UInt8.self)
        if isPlain, !hasAttributes, kind == .file { return batch.append(name: bytes, kind: .item) }
        var kind = kind
        var status: FileStatus?
        if kind == .unknown || hasAttributes && (kind != .folder || !isRecursive) {
            do throws(SystemError) {
                let found = try FileStatus(of: entry, in: stream.folder.number)
                status = found
                kind = DirectoryEntries.Kind(found)
            } catch {
                // Gone since its name was read; of anything else at least the name is known.
                if error.number == ENOENT { return }
            }
        }
        name.removeSubrange(start...)
        name.append(contentsOf: bytes)
        if kind == .folder { name.append(UInt8(ascii: "/")) }
        guard isPlain || name.starts(with: prefix) || kind == .folder && prefix.starts(with: name) else { return }
        if isRecursive, kind == .folder { return subfolders.append(name.dropLast()) }
        guard name.count >= skipped else { return }
        let row = kind.row
        name.withUnsafeBufferPointer { name in
            batch.append(name: UnsafeBufferPointer(rebasing: name[skipped...]), kind: row)
        }
        guard hasAttributes else { return }
        batch.setLast(
            size: row == .item ? status?.size ?? ItemBatch.unknownSize : ItemBatch.unknownSize,
            time: status?.modified ?? ItemBatch.unknownTime)
        if row == .item, let etags, let status, let digest = etags.digest(of: status.fingerprint) {
            etagColumn[Int32(batch.count - 1)] = ETag(digest)
        }
    }
}
