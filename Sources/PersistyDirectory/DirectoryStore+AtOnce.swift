import CLinux
import Glibc
public import NIOCore
public import PersistyData

// What the kernel holds in memory is looked at where it is asked for: a visit to another thread, which everything else is
// worth, costs several times as much. Whatever is not there, or fails, is asked for again in the slower way, which tells why.
extension DirectoryStore {
    /// The most bytes that are read at once.
    private static let mostBytesAtOnce = 64 << 10

    public func readAtOnce(_ key: DataKey, upTo limit: Int) -> (item: DataItem, bytes: ByteBuffer)? {
        guard let path = try? ItemPath(key, store: name), let file = openedAtOnce(path, Self.reading),
            file.status.size <= limit, let bytes = contentAtOnce(of: file, 0..<file.status.size)
        else { return nil }
        let item = item(key, file.status, contentType: ContentType.ofName(path.name) ?? Self.type(of: bytes))
        return item.etag == nil ? nil : (item, bytes)
    }

    /// What is found under `key`.
    func foundAtOnce(_ key: DataKey, _ path: ItemPath) -> DataItem? {
        if let type = ContentType.ofName(path.name) {
            return openedAtOnce(path, persisty_o_path).map { item(key, $0.status, contentType: type) }
        }
        guard let file = openedAtOnce(path, Self.reading),
            let start = file.descriptor.readAtOnce(0..<min(512, file.status.size))
        else { return nil }
        return item(key, file.status, contentType: Self.type(of: start))
    }

    /// The bytes of a short range, if the file is the version that `item` is.
    func bytesAtOnce(_ path: ItemPath, as item: DataItem, _ range: ByteRange) -> ByteBuffer? {
        guard let file = openedAtOnce(path, Self.reading),
            item.version == nil || item.version == version(of: file.status.fingerprint),
            let offsets = try? range.resolved(size: file.status.size), offsets.count <= Self.mostBytesAtOnce
        else { return nil }
        return contentAtOnce(of: file, offsets)
    }

    private static let reading = O_RDONLY | O_NONBLOCK | O_NOCTTY

    private static func type(of bytes: ByteBuffer) -> String {
        ContentType.ofContent(Array(bytes.readableBytesView.prefix(512))) ?? ContentType.unknown
    }

    private func contentAtOnce(of file: OpenFile, _ range: Range<Int64>) -> ByteBuffer? {
        guard let bytes = file.descriptor.readAtOnce(range) else { return nil }
        // Bytes of two versions must not be taken for one.
        let now = try? file.descriptor.status().fingerprint
        return now?.hasContent(of: file.status.fingerprint) == true ? bytes : nil
    }

    private func openedAtOnce(_ path: ItemPath, _ flags: Int32) -> OpenFile? {
        guard !Task.isCancelled, let descriptor = root.openAtOnce(path.text, flags),
            let status = try? descriptor.status(), status.isFile
        else { return nil }
        return OpenFile(descriptor: descriptor, status: status)
    }
}

extension Descriptor {
    /// All of these bytes, if the kernel holds them in memory.
    fileprivate func readAtOnce(_ range: Range<Int64>) -> ByteBuffer? {
        var buffer = ByteBufferAllocator().buffer(capacity: range.count)
        guard !range.isEmpty else { return buffer }
        let count = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: range.count) { bytes in
            guard let start = bytes.baseAddress else { return 0 }
            var count = persisty_read_cached(number, start, range.count, range.lowerBound)
            // tmpfs cannot be asked so, and has nothing else.
            if count == -Int(EOPNOTSUPP), FileSystemType.isMemory(persisty_file_system(number)) {
                count = persisty_read(number, start, range.count, range.lowerBound)
            }
            return max(0, count)
        }
        return count == range.count ? buffer : nil
    }
}
