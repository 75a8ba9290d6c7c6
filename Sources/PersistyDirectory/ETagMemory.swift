import CLinux
import Glibc
package import PersistyData
import Synchronization

/// Remembers the MD5 of files by their fingerprints, so that a validator is made once and not again while listing.
///
/// Several stores and processes may share one. It is a memory, not a record: what is lost is made again.
public final class ETagMemory: Sendable {
    /// How many are kept; the newest stay.
    package static let capacity = 200_000

    private struct File: Hashable {
        var device: UInt64
        var inode: UInt64
    }

    private struct State {
        var isLoaded = false
        var entries: [File: ETagRecord] = [:]
        var recordsInFile = 0
        var output: Descriptor?
    }

    private let path: String?
    private let state = Mutex(State())

    /// A memory kept in the file at `path`, or only in this process.
    ///
    /// The file is read at the first use, and one that cannot be read or written only makes the memory forget.
    public init(path: String? = nil) { self.path = path }

    /// The digest of the content of the file with this fingerprint, if it is known.
    package func digest(of fingerprint: Fingerprint) -> Digest? {
        state.withLock { state in
            load(&state)
            guard let record = state.entries[File(device: fingerprint.device, inode: fingerprint.inode)],
                record.fingerprint == fingerprint
            else { return nil }
            return record.digest
        }
    }

    /// Whether nothing is known at all.
    package var isEmpty: Bool {
        state.withLock { state in
            load(&state)
            return state.entries.isEmpty
        }
    }

    /// Remembers a digest that was made of a foreign file from `begun` on.
    ///
    /// The rule that git has for its index: a file that was changed just before may be changed again without its times
    /// telling, so its digest is not remembered. Times without fractions are of file systems that count in 2 s.
    package func remember(_ digest: Digest, of fingerprint: Fingerprint, begun: Timestamp) {
        let isCoarse = fingerprint.modified % 1_000_000_000 == 0 && fingerprint.changed % 1_000_000_000 == 0
        let granularity: Int64 = isCoarse ? 2_000_000_000 : 20_000_000
        guard max(fingerprint.modified, fingerprint.changed) < begun.nanoseconds - granularity else { return }
        remember(digest, of: fingerprint)
    }

    /// Remembers the digest of a file that nobody else could change, or whose time is of our own making.
    package func remember(_ digest: Digest, of fingerprint: Fingerprint) {
        guard let record = ETagRecord(fingerprint, digest) else { return }
        remember([record])
    }

    /// Remembers the digests of files that this process has written, all in one go.
    func remember(_ files: [Written]) {
        remember(
            files.compactMap { file in
                guard let fingerprint = file.fingerprint, let digest = file.digest else { return nil }
                return ETagRecord(fingerprint, digest)
            })
    }

    private func remember(_ records: [ETagRecord]) {
        guard !records.isEmpty else { return }
        state.withLock { state in
            load(&state)
            for record in records {
                let fingerprint = record.fingerprint
                state.entries[File(device: fingerprint.device, inode: fingerprint.inode)] = record
            }
            append(records, &state)
            if state.recordsInFile > Self.capacity { compact(&state) }
        }
    }

    private func load(_ state: inout State) {
        guard !state.isLoaded else { return }
        state.isLoaded = true
        guard let path else { return }
        let number = persisty_openat(AT_FDCWD, path, O_RDONLY | O_NOFOLLOW, 0)
        guard number >= 0 else { return }
        let file = Descriptor(owning: number)
        guard let size = try? file.status().size, size > 0 else { return }
        // Many times the capacity is not of our making; the newest are at the end.
        let length = Int(min(size, Int64(8 * Self.capacity * ETagRecord.length)))
        let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            guard let base = buffer.baseAddress else { return }
            count = max(0, persisty_read(file.number, base, length, size - Int64(length)))
        }
        bytes.withUnsafeBytes { bytes in
            ETagRecord.forEach(in: bytes) { record in
                let fingerprint = record.fingerprint
                state.entries[File(device: fingerprint.device, inode: fingerprint.inode)] = record
                state.recordsInFile += 1
            }
        }
    }

    /// Adds the records to the file in one write, so that processes do not mix theirs.
    private func append(_ records: [ETagRecord], _ state: inout State) {
        guard let path else { return }
        // Another process may have put a compacted file in the place of the open one.
        if let output = state.output, (try? output.status().links) != 1 { state.output = nil }
        if state.output == nil {
            let flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW
            var number = persisty_openat(AT_FDCWD, path, flags, 0o600)
            if number == -ENOENT, let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) {
                _ = persisty_make_directory(AT_FDCWD, String(path[..<slash]), 0o700)
                number = persisty_openat(AT_FDCWD, path, flags, 0o600)
            }
            guard number >= 0 else { return }
            state.output = Descriptor(owning: number)
        }
        guard let output = state.output else { return }
        let bytes = records.flatMap(\.bytes)
        if bytes.withUnsafeBytes({ write(output.number, $0.baseAddress, $0.count) }) == bytes.count {
            state.recordsInFile += records.count
        }
    }

    /// Writes a file with the newer half of what is known and puts it in the place of the old one.
    private func compact(_ state: inout State) {
        guard let path else { return }
        if state.entries.count > Self.capacity / 2 {
            let newest = state.entries.values.sorted { $0.fingerprint.changed > $1.fingerprint.changed }
            state.entries = [:]
            for record in newest.prefix(Self.capacity / 2) {
                let fingerprint = record.fingerprint
                state.entries[File(device: fingerprint.device, inode: fingerprint.inode)] = record
            }
        }
        state.recordsInFile = state.entries.count
        let temporary = path + "." + Staging.uniqueName()
        let number = persisty_openat(AT_FDCWD, temporary, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard number >= 0 else { return }
        let output = Descriptor(owning: number)
        let bytes = state.entries.values.flatMap(\.bytes)
        let isWritten = bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return true }
            return persisty_write(output.number, base, buffer.count) == 0
        }
        if !isWritten || persisty_rename(AT_FDCWD, temporary, AT_FDCWD, path) < 0 {
            persisty_unlink(AT_FDCWD, temporary)
        }
        state.output = nil
    }
}
