import CLinux
import Glibc
import NIOCore
public import PersistyData
import Synchronization

extension DirectoryStore {
    public func write(
        _ key: DataKey, _ bytes: DataReader, _ options: WriteOptions
    ) async throws(DataError) -> DataItem {
        let path = try ItemPath(key, store: name)
        try check(options, key)
        let write = FileWrite(self, key, path, announced: bytes.size, options, md5: bytes.md5)
        if options.condition != .always {
            try await threads.run { (_) throws(DataError) in try write.checkEarly() }
        }
        // What fits into one buffer is written in one visit to a thread.
        var head: [ByteBuffer] = []
        var size = 0
        while size < 1 << 20 {
            guard let buffer = try await bytes.next() else {
                let head = head
                return try await threads.run { (cancellation) throws(DataError) in
                    var placement = Placement(root: self.root, store: self.name)
                    return self.remembered(try write.whole(head, &placement, cancellation))
                }
            }
            guard !Task.isCancelled else { throw .cancelled(key: key.text, store: name) }
            size += buffer.readableBytes
            head.append(buffer)
        }
        let first = head
        try await threads.run { (_) throws(DataError) in
            var placement = Placement(root: self.root, store: self.name)
            try write.begin(first, &placement)
        }
        var batch = head
        while !batch.isEmpty {
            // Hashing, writing and the source's own work go on at the same time, a mebibyte at a time: a visit to a
            // thread costs more than to write a small buffer. Only to count needs no thread.
            let buffers = batch
            if !write.isHashing { try write.take(buffers) }
            async let hashing =
                write.isHashing ? outcome { (_) throws(DataError) in try write.take(buffers) } : .success(())
            async let storing = outcome { (_) throws(DataError) in try write.store(buffers) }
            batch = []
            size = 0
            while size < 1 << 20, let buffer = try await bytes.next() {
                size += buffer.readableBytes
                batch.append(buffer)
            }
            try await hashing.get()
            try await storing.get()
            guard !Task.isCancelled else { throw .cancelled(key: key.text, store: name) }
        }
        return try await threads.run { (cancellation) throws(DataError) in
            var placement = Placement(root: self.root, store: self.name)
            return self.remembered(try write.finish(&placement, cancellation))
        }
    }

    private func remembered(_ written: Written) -> DataItem {
        if let fingerprint = written.fingerprint, let digest = written.digest {
            etags.remember(digest, of: fingerprint)
        }
        return written.item
    }

    private func outcome(
        _ body: @escaping @Sendable (Cancellation) throws(DataError) -> Void
    ) async -> Result<Void, DataError> {
        do throws(DataError) { return .success(try await threads.run(body)) } catch { return .failure(error) }
    }

    /// Refuses what a file cannot keep.
    func check(_ options: WriteOptions, _ key: DataKey) throws(DataError) {
        try options.attributes.validate()
        var kept = DataAttributes(contentType: options.attributes.contentType)
        kept.modifiedAtSource = options.attributes.modifiedAtSource
        guard options.attributes == kept else {
            throw .unsupported(
                "A directory keeps no attributes beside a file's content, type by name, and time.", key: key.text,
                store: name)
        }
    }
}

/// A file that has appeared.
struct Written: Sendable {
    var item: DataItem
    /// The MD5 of the content, where it was made or known.
    var digest: Digest?
    /// By what to remember the digest; `nil` when the file was changed at once.
    var fingerprint: Fingerprint?
}

/// One write of one item, from its first byte to its appearance; each step blocks.
final class FileWrite: Sendable {
    private let owner: DirectoryStore
    private let key: DataKey
    private let path: ItemPath
    private let options: WriteOptions
    private let intake: Mutex<WriteIntake>
    private let file = Mutex<StagedFile?>(nil)
    private let head = Mutex<[UInt8]>([])
    /// Whether taking bytes in costs more than to count them.
    let isHashing: Bool

    init(
        _ owner: DirectoryStore, _ key: DataKey, _ path: ItemPath, announced: Int64?, _ options: WriteOptions,
        md5: Digest? = nil
    ) {
        self.owner = owner
        self.key = key
        self.path = path
        self.options = options
        intake = Mutex(
            WriteIntake(
                key: key, store: owner.name, announced: announced, limits: owner.limits, options: options,
                md5: md5, makesMD5: options.recordsDigest))
        isHashing = options.expected != nil || md5 == nil && options.recordsDigest
    }

    /// Refuses before the first byte what the condition would refuse after the last.
    func checkEarly() throws(DataError) {
        try checkEarly(try owner.status(path))
    }

    func checkEarly(_ status: FileStatus?) throws(DataError) {
        if options.condition == .absent, status != nil { throw writeFailure(SystemError(EEXIST)) }
        if options.condition == .present, status?.isFile != true { throw .notFound(key, store: owner.name) }
    }

    /// Writes an item whose bytes are all at hand.
    func whole(
        _ buffers: [ByteBuffer], _ placement: inout Placement, _ cancellation: Cancellation
    ) throws(DataError) -> Written {
        try begin(buffers, &placement)
        for buffer in buffers {
            try take([buffer])
            try store([buffer])
        }
        return try finish(&placement, cancellation)
    }

    func begin(_ buffers: [ByteBuffer], _ placement: inout Placement) throws(DataError) {
        head.withLock { head in
            for buffer in buffers where head.count < 512 { head += buffer.readableBytesView.prefix(512 - head.count) }
        }
        let staged = try placement.stage(for: path)
        file.withLock { $0 = staged }
    }

    func take(_ buffers: [ByteBuffer]) throws(DataError) {
        try intake.withLock { (intake) throws(DataError) in for buffer in buffers { try intake.take(buffer) } }
    }

    func store(_ buffers: [ByteBuffer]) throws(DataError) {
        guard let file = file.withLock({ $0 }) else { return }
        do throws(SystemError) { for buffer in buffers { try file.write(buffer) } } catch { throw writeFailure(error) }
    }

    func finish(_ placement: inout Placement, _ cancellation: Cancellation) throws(DataError) -> Written {
        let intake = intake.withLock { $0 }
        let digest = try intake.verified()
        let type = try intake.contentType(first: head.withLock { $0 })
        guard let file = file.withLock({ $0 }) else { throw .cancelled(key: key.text, store: owner.name) }
        let descriptor = file.descriptor
        let fingerprint: Fingerprint
        do throws(SystemError) {
            // A time of our own, to the nanosecond: whoever changes the file later gives it a tick of the kernel's
            // clock instead, so the digest can be remembered at once. See ``ETagMemory/remember(_:of:begun:)``.
            let time = options.attributes.modifiedAtSource ?? .now
            try SystemError.check(persisty_set_modified(descriptor.number, time.nanoseconds))
            if options.durable { try SystemError.check(persisty_sync(descriptor.number)) }
            try cancelled(cancellation)
            fingerprint = try descriptor.status().fingerprint
        } catch {
            if error.number == ECANCELED { throw .cancelled(key: key.text, store: owner.name) }
            throw writeFailure(error)
        }
        try place(file, &placement, cancellation)
        let placed = (try? descriptor.status().fingerprint) ?? fingerprint
        return Written(
            item: owner.item(key, placed, digest, type), digest: digest,
            fingerprint: placed.hasContent(of: fingerprint) ? placed : nil)
    }

    /// Lets the file appear, comparing the validator of what is there where that is asked for.
    private func place(
        _ file: StagedFile, _ placement: inout Placement, _ cancellation: Cancellation
    ) throws(DataError) {
        for _ in 0..<8 {
            let condition = try owner.placementCondition(options.condition, key, path, cancellation)
            let outcome = try placement.place(file, at: path, condition, durable: options.durable)
            if outcome == .done { return }
        }
        throw .replacedSince(key, store: owner.name)
    }

    private func cancelled(_ cancellation: Cancellation) throws(SystemError) {
        if cancellation.isCancelled { throw SystemError(ECANCELED) }
    }

    private func writeFailure(_ error: SystemError) -> DataError {
        PersistyDirectory.writeFailure(error, path, root: owner.root, store: owner.name)
    }
}

extension DirectoryStore {
    /// What is at the path, itself if it is a link; `nil` when there is nothing.
    func status(_ path: ItemPath) throws(DataError) -> FileStatus? {
        var folders = LastFolder(root: root)
        return try status(path, &folders)
    }

    func status(_ path: ItemPath, _ folders: inout LastFolder) throws(DataError) -> FileStatus? {
        do throws(SystemError) {
            return try folders.status(path)
        } catch {
            guard error.isAbsence else { throw failure(error, "The item could not be looked at", path.text) }
            if error.number == ENOENT, !root.isThere { throw .rootIsGone(store: name) }
            return nil
        }
    }

    /// The condition as one that can be kept at the moment of replacing: a validator becomes the fingerprint of the
    /// file that was found to have it.
    func placementCondition(
        _ condition: WriteCondition, _ key: DataKey, _ path: ItemPath, _ cancellation: Cancellation
    ) throws(DataError) -> Placement.Condition {
        switch condition {
        case .always: return .always
        case .absent: return .absent
        case .present: return .present
        case .matches:
            let file = try open(path)
            let etag: ETag? =
                if let file { ETag(try digest(of: file, key: key.text, cancellation)) } else { nil }
            let found = file.map { item(key, $0.status) }
            try condition.check(against: found, etag: etag, key: key, store: name)
            guard let file else { throw .notFound(key, store: name) }
            return .matches(file.status.fingerprint)
        }
    }
}
