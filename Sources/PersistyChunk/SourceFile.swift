import Glibc
import NIOCore
import PersistyData

/// A file that is read from its beginning, and whether it stayed the same meanwhile.
final class SourceFile: Sendable {
    private let file: Int32
    private let item: DataItem
    private let before: Fingerprint

    private struct Fingerprint: Equatable {
        var size: Int64
        var modified: Timestamp
        var changed: Timestamp

        init?(_ file: Int32) {
            var status = stat()
            guard fstat(file, &status) == 0 else { return nil }
            size = Int64(status.st_size)
            modified = Timestamp(seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int64(status.st_mtim.tv_nsec))
            changed = Timestamp(seconds: Int64(status.st_ctim.tv_sec), nanoseconds: Int64(status.st_ctim.tv_nsec))
        }
    }

    /// `nil` when the store gives no file for the item.
    init?(_ item: DataItem, in source: any DataStore) throws(DataError) {
        guard let file = try source.openFile(of: item) else { return nil }
        self.file = file
        self.item = item
        guard let before = Fingerprint(file), before.size == item.size else {
            close(file)
            throw .replacedSince(item.key, store: source.name)
        }
        self.before = before
        if item.size > 1 << 20 { posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL) }
    }

    deinit { close(file) }

    /// The next bytes, or `nil` at the end.
    func next(atMost count: Int) throws(DataError) -> ByteBuffer? {
        var buffer = ByteBuffer()
        return try read(atMost: min(count, Int(max(before.size, 1))), into: &buffer) > 0 ? buffer : nil
    }

    /// Adds the next bytes to `buffer`, and gives how many they were: fewer than `count` only at the end.
    func read(atMost count: Int, into buffer: inout ByteBuffer) throws(DataError) -> Int {
        var error: Int32 = 0
        let read = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { space in
            var filled = 0
            while filled < count {
                let part = Glibc.read(file, space.baseAddress.map { $0 + filled }, count - filled)
                if part > 0 {
                    filled += part
                } else if part == 0 {
                    break
                } else if errno != EINTR {
                    error = errno
                    break
                }
            }
            return filled
        }
        guard error == 0 else {
            throw DataError(
                .other, "The source cannot be read (\(String(cString: strerror(error)))).", hint: "Nothing was stored.",
                key: item.key.text)
        }
        return read
    }

    func checkUnchanged() throws(DataError) {
        guard Fingerprint(file) == before else {
            throw DataError(
                .conditionFailed, "The source was changed while it was copied.",
                hint: "Nothing was stored; try again.", key: item.key.text, retry: .now)
        }
    }
}
