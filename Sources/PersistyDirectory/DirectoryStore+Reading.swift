import CLinux
import Glibc
import NIOCore
public import PersistyData
import Synchronization

extension DirectoryStore {
    public func read(_ key: DataKey) async throws(DataError) -> DataItem? {
        let path = try ItemPath(key, store: name)
        if let item = foundAtOnce(key, path) { return item }
        return try await threads.run { (_) throws(DataError) in
            var folders = LastFolder(root: self.root)
            return try self.found(key, path, &folders, opens: true)
        }
    }

    public func read(_ keys: [DataKey]) async -> [Result<DataItem?, DataError>] {
        // One visit to a thread for all.
        do throws(DataError) {
            return try await threads.run { (cancellation) throws(DataError) in
                var folders = LastFolder(root: self.root)
                return keys.map { key in
                    Result { () throws(DataError) in
                        try cancellation.check(key: key.text, store: self.name)
                        return try self.found(key, ItemPath(key, store: self.name), &folders, opens: false)
                    }
                }
            }
        } catch {
            return keys.map { _ in .failure(error) }
        }
    }

    /// - Parameter opens: Whether a file is opened whose name does not tell its type. That costs three times what its
    ///   status does; otherwise the item is without attributes.
    private func found(
        _ key: DataKey, _ path: ItemPath, _ folders: inout LastFolder, opens: Bool
    ) throws(DataError) -> DataItem? {
        let type = ContentType.ofName(path.name)
        if !opens || type != nil {
            guard let status = try status(path, &folders), status.isFile else { return nil }
            var found = item(key, status, contentType: type)
            if type == nil { found.attributes = nil }
            return found
        }
        guard let file = try open(path) else { return nil }
        return item(
            key, file.status, contentType: ContentType.ofContent(file.descriptor.start) ?? ContentType.unknown)
    }

    public func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        let key = item.key
        let path = try ItemPath(key, store: name)
        if let bytes = bytesAtOnce(path, as: item, range) { return DataReader(bytes) }
        let file = try await threads.run { (_) throws(DataError) in try self.open(path, as: item) }
        let offsets: Range<Int64>
        do throws(DataError) {
            offsets = try range.resolved(size: file.status.size)
        } catch {
            throw DataError(error, key: key.text, store: name)
        }
        let reading = FileReading(file, range: offsets, key: key.text, store: name)
        return DataReader(size: Int64(offsets.count)) { [threads] () throws(DataError) in
            try await threads.run { (_) throws(DataError) in try reading.next() }
        }
    }

    public func openFile(of item: DataItem) throws(DataError) -> Int32? {
        try open(ItemPath(item.key, store: name), as: item).descriptor.release()
    }

    public func etag(of item: DataItem, progress: (@Sendable (Int64) -> Void)?) async throws(DataError) -> ETag? {
        let path = try ItemPath(item.key, store: name)
        return try await HashingThreads.pool.run { (cancellation) throws(DataError) in
            let file = try self.open(path, as: item)
            return ETag(try self.digest(of: file, key: item.key.text, cancellation, progress))
        }
    }

    /// An item's file; `nil` when there is none: nothing, a folder, a link, a device.
    func open(_ path: ItemPath) throws(DataError) -> OpenFile? {
        do throws(SystemError) {
            // O_NONBLOCK: opening a pipe that nobody writes would wait.
            let descriptor = try root.open(path.text, O_RDONLY | O_NONBLOCK | O_NOCTTY)
            let status = try descriptor.status()
            return status.isFile ? OpenFile(descriptor: descriptor, status: status) : nil
        } catch {
            guard error.isAbsence || error.number == ENXIO else {
                throw failure(error, "The item could not be opened", path.text)
            }
            if error.number == ENOENT, !root.isThere { throw .rootIsGone(store: name) }
            return nil
        }
    }

    /// An item's file, if it is still the version that `item` is.
    func open(_ path: ItemPath, as item: DataItem) throws(DataError) -> OpenFile {
        guard let file = try open(path) else { throw .notFound(item.key, store: name) }
        guard item.version == nil || item.version == version(of: file.status.fingerprint) else {
            throw .replacedSince(item.key, store: name)
        }
        return file
    }

    /// The MD5 of an open file: remembered, or made of its content and remembered.
    func digest(
        of file: OpenFile, key: String, _ cancellation: Cancellation, _ progress: (@Sendable (Int64) -> Void)? = nil
    ) throws(DataError) -> Digest {
        if let known = etags.digest(of: file.status.fingerprint) {
            progress?(file.status.size)
            return known
        }
        let begun = Timestamp.now
        let digest = try readDigest(of: file, key: key, cancellation, progress)
        etags.remember(digest, of: file.status.fingerprint, begun: begun)
        return digest
    }

    /// The MD5 of an open file, made of its content; it did not change meanwhile.
    func readDigest(
        of file: OpenFile, key: String, _ cancellation: Cancellation, _ progress: (@Sendable (Int64) -> Void)? = nil
    ) throws(DataError) -> Digest {
        var hasher = DigestHasher(.md5)
        do throws(SystemError) {
            let reading = ReadAhead(file: file.descriptor, size: file.status.size, threads: threads)
            let count = try reading.forEach { (bytes) throws(SystemError) in
                guard !cancellation.isCancelled else { throw SystemError(ECANCELED) }
                hasher.update(bytes)
                progress?(Int64(bytes.count))
            }
            let now = try file.descriptor.status().fingerprint
            guard count == file.status.size, version(of: now) == version(of: file.status.fingerprint) else {
                throw SystemError(ESTALE)
            }
        } catch {
            switch error.number {
            case ECANCELED: throw .cancelled(key: key, store: name)
            case ESTALE: throw .changedWhileRead(key, store: name)
            default: throw failure(error, "The item could not be read", key)
            }
        }
        return hasher.finish()
    }
}

extension DataError {
    static func changedWhileRead(_ key: String, store: String) -> DataError {
        DataError(
            .conditionFailed, "The file was changed while it was read.",
            hint: "Try again when nobody writes to it; what was read is not used.", key: key, store: store, retry: .now)
    }
}

/// An open file and what it was when it was opened.
struct OpenFile: Sendable {
    let descriptor: Descriptor
    let status: FileStatus
}

extension Descriptor {
    /// The first bytes, by which a type is found.
    var start: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 512) { buffer, count in
            guard let base = buffer.baseAddress else { return }
            count = max(0, persisty_read(number, base, 512, 0))
        }
    }
}

/// One pass over a part of an open file.
private final class FileReading: Sendable {
    private let file: OpenFile
    private let end: Int64
    private let offset: Mutex<Int64>
    private let key: String
    private let store: String

    init(_ file: OpenFile, range: Range<Int64>, key: String, store: String) {
        self.file = file
        end = range.upperBound
        offset = Mutex(range.lowerBound)
        self.key = key
        self.store = store
    }

    func next() throws(DataError) -> ByteBuffer? {
        try offset.withLock { (offset) throws(DataError) in
            guard offset < end else { return nil }
            let length = Int(min(end - offset, 1 << 20))
            var buffer = ByteBufferAllocator().buffer(capacity: length)
            let (number, start) = (file.descriptor.number, offset)
            var result = 0
            buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: length) { bytes in
                result = bytes.baseAddress.map { persisty_read(number, $0, length, start) } ?? 0
                return max(0, result)
            }
            guard result >= 0 else {
                throw DataError(
                    SystemError(Int32(truncatingIfNeeded: -result)), "The item could not be read", key: key,
                    store: store)
            }
            offset += Int64(result)
            // The bytes of two versions must not be taken for one: the last buffer is given only when the file is
            // still the one that was opened. To be renamed or deleted changes no content.
            if result < length || offset == end {
                let now = try? file.descriptor.status().fingerprint
                guard result == length, now?.hasContent(of: file.status.fingerprint) == true else {
                    throw .changedWhileRead(key, store: store)
                }
            }
            return buffer
        }
    }
}
