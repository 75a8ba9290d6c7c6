import Glibc
import NIOCore
import PersistyData
import Synchronization

/// Copies items whose bytes lie in files: read, hashed and cut on one thread while the writer writes.
///
/// Short files go many to a turn of a thread and many to a transaction; long ones one after the other, in batches.
struct FileImport {
    let store: ChunkStore
    let source: any DataStore

    /// A file up to this size is read at once.
    private static let shortBytes: Int64 = 256 << 10
    private static let batchBytes = 1 << 20
    /// As many at once as keep two processors and a disk busy; the memory of each is bounded.
    private static let workers = 2

    typealias Outcome = (Int, Result<Copied, DataError>)

    func run(_ requests: [CopyRequest], at indices: [Int]) async -> [Outcome] {
        let turns = Turns(Self.turns(requests, indices))
        return await withTaskGroup(of: [Outcome].self) { group in
            for _ in 0..<Self.workers {
                group.addTask {
                    var outcomes: [Outcome] = []
                    var pending: [(Int, CopyRequest, Ticket<ItemRow>)] = []
                    while let turn = turns.next() {
                        if turn.count == 1, requests[turn[0]].item.size > Self.shortBytes {
                            outcomes.append((turn[0], await long(requests[turn[0]])))
                            continue
                        }
                        for (index, prepared) in await short(requests, turn) {
                            switch prepared {
                            case .success(nil): outcomes.append((index, await streamed(requests[index])))
                            case .success(let ticket?): pending.append((index, requests[index], ticket))
                            case .failure(let error): outcomes.append((index, .failure(error)))
                            }
                        }
                    }
                    for (index, request, ticket) in pending { outcomes.append((index, await copied(request, ticket))) }
                    return outcomes
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }

    /// The requests in turns: a long file alone, or short ones of a megabyte together.
    private static func turns(_ requests: [CopyRequest], _ indices: [Int]) -> [[Int]] {
        var turns: [[Int]] = []
        var (turn, bytes) = ([Int](), Int64(0))
        for index in indices {
            let size = requests[index].item.size
            if size > shortBytes {
                turns.append([index])
                continue
            }
            turn.append(index)
            bytes += size
            if bytes >= batchBytes || turn.count >= 64 {
                turns.append(turn)
                (turn, bytes) = ([], 0)
            }
        }
        return turn.isEmpty ? turns : turns + [turn]
    }

    /// Reads short files and hands them to the writer; `nil` for one that is no file.
    private func short(_ requests: [CopyRequest], _ turn: [Int]) async -> [(Int, Result<Ticket<ItemRow>?, DataError>)] {
        do throws(DataError) {
            return try await store.blocking(key: nil) { () throws(DataError) in
                turn.map { index in
                    let request = requests[index]
                    return (
                        index, Result { () throws(DataError) in try whole(request) }.mapError { named($0, request) }
                    )
                }
            }
        } catch {
            return turn.map { ($0, .failure(named(error, requests[$0]))) }
        }
    }

    private func whole(_ request: CopyRequest) throws(DataError) -> Ticket<ItemRow>? {
        let options = request.writeOptions
        try options.attributes.validate()
        guard let file = try SourceFile(request.item, in: source) else { return nil }
        var intake = ItemIntake(key: request.key, announced: request.item.size, options: options, store: store)
        var chunks: [Chunk] = []
        while let buffer = try file.next(atMost: Self.batchBytes) {
            chunks += try intake.take(buffer)
            request.progress?(Int64(buffer.readableBytes))
        }
        try file.checkUnchanged()
        let (last, row) = try intake.finish()
        let content = chunks + last
        let swing = ItemSwing(row: row, condition: options.condition, now: .now, store: store.name)
        return store.commits.submit(key: request.key, bytes: Int(row.size) + 256, durable: options.durable) { session in
            try swing.run(session, chunks: content, stream: nil, from: 0)
        }
    }

    private func copied(_ request: CopyRequest, _ ticket: Ticket<ItemRow>) async -> Result<Copied, DataError> {
        do throws(DataError) {
            return .success(finished(request, try store.item(try await ticket.value())))
        } catch {
            return .failure(named(error, request))
        }
    }

    private func long(_ request: CopyRequest) async -> Result<Copied, DataError> {
        let options = request.writeOptions
        var writing = StreamWriting(store: store, key: request.key, options: options)
        do throws(DataError) {
            try options.attributes.validate()
            let opened = try await store.blocking(key: request.key) { () throws(DataError) in
                try SourceFile(request.item, in: source)
            }
            guard let file = opened else { return await streamed(request) }
            var intake = ItemIntake(key: request.key, announced: request.item.size, options: options, store: store)
            while true {
                let taking = intake
                let batch = try await store.blocking(key: request.key) { () throws(DataError) in
                    var intake = taking
                    guard let buffer = try file.next(atMost: Self.batchBytes) else {
                        try file.checkUnchanged()
                        return nil as (ItemIntake, [Chunk])?
                    }
                    let chunks = try intake.take(buffer)
                    request.progress?(Int64(buffer.readableBytes))
                    return (intake, chunks)
                }
                guard let (advanced, chunks) = batch else { break }
                intake = advanced
                try await writing.append(chunks)
            }
            guard !Task.isCancelled else { throw .cancelled(key: request.key.text, store: store.name) }
            let (last, row) = try intake.finish()
            return .success(finished(request, try await writing.finish(last, row)))
        } catch {
            await writing.abandon()
            return .failure(named(error, request))
        }
    }

    private func streamed(_ request: CopyRequest) async -> Result<Copied, DataError> {
        do throws(DataError) {
            return .success(try await store.stream(request, from: source))
        } catch {
            return .failure(named(error, request))
        }
    }

    private func finished(_ request: CopyRequest, _ item: DataItem) -> Copied {
        Copied(item: item, plan: .stream, verification: request.verificationByHash)
    }

    private func named(_ error: DataError, _ request: CopyRequest) -> DataError {
        DataError(error, key: request.key.text, store: store.name)
    }
}

/// What the workers have still to do.
private final class Turns: Sendable {
    private let rest: Mutex<ArraySlice<[Int]>>

    init(_ turns: [[Int]]) { rest = Mutex(turns[...]) }

    func next() -> [Int]? { rest.withLock { $0.popFirst() } }
}

/// A file that is read from its beginning, and whether it stayed the same meanwhile.
private final class SourceFile: Sendable {
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
        posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    deinit { close(file) }

    /// The next bytes, or `nil` at the end.
    func next(atMost count: Int) throws(DataError) -> ByteBuffer? {
        var buffer = ByteBuffer()
        let wanted = min(count, Int(max(before.size, 1)))
        var error: Int32 = 0
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: wanted) { space in
            var filled = 0
            while filled < wanted {
                let part = Glibc.read(file, space.baseAddress.map { $0 + filled }, wanted - filled)
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
        return buffer.readableBytes > 0 ? buffer : nil
    }

    func checkUnchanged() throws(DataError) {
        guard Fingerprint(file) == before else {
            throw DataError(
                .conditionFailed, "The source was changed while it was copied.",
                hint: "Nothing was stored; try again.", key: item.key.text, retry: .now)
        }
    }
}
