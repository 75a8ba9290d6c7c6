import CLinux
import Glibc
import NIOPosix
import PersistyData
import Synchronization

/// Lists a folder, or all below it, with several threads, in no order.
///
/// Work is cut into slices, each of which fills one batch and ends; a slice is begun only while few batches wait to be
/// taken, so a slow consumer holds no thread and little memory. A folder that was read in part goes back to the others
/// before its rows are looked at, so that one big folder too keeps all threads busy.
final class TreeWalk: Sendable {
    private struct State {
        var streams: [DirectoryStream] = []
        var folders: [[UInt8]] = []
        var running = 0
        var slices = 0
        var ready: [ItemBatch] = []
        var failure: DataError?
        var waiting: CheckedContinuation<Void, Never>?
        var buffers: [Buffer] = []
    }

    /// Memory for directory entries, used by one slice at a time.
    private final class Buffer: Sendable {
        nonisolated(unsafe) let bytes: UnsafeMutableRawBufferPointer

        init(size: Int) { bytes = .allocate(byteCount: size, alignment: 8) }

        deinit { bytes.deallocate() }
    }

    private let root: ContainedRoot
    private let store: String
    private let prefix: [UInt8]
    private let isRecursive: Bool
    private let hasAttributes: Bool
    private let etags: ETagMemory?
    private let threads: NIOThreadPool
    private let width: Int
    private let cancellation = Cancellation()
    private let state: Mutex<State>

    /// Lists what begins with `prefix`, beginning in its folder.
    init(_ store: DirectoryStore, prefix: String, isRecursive: Bool, hasAttributes: Bool) {
        root = store.root
        self.store = store.name
        self.prefix = Array(prefix.utf8)
        self.isRecursive = isRecursive
        self.hasAttributes = hasAttributes
        etags = hasAttributes && !store.etags.isEmpty ? store.etags : nil
        threads = store.threads
        width = isRecursive || hasAttributes ? max(2, min(4, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) : 1
        var state = State()
        let folder = prefix.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(prefix[..<$0]) } ?? ""
        if prefix.utf8.first != UInt8(ascii: "/"), folder.isEmpty || PathFault(folder) == nil {
            state.folders = [Array(folder.utf8)]
        }
        self.state = Mutex(state)
    }

    func cancel() {
        cancellation.cancel()
        state.withLock { $0.waiting.take() }?.resume()
    }

    /// The next batch, in the order in which they get ready.
    func next() async throws(DataError) -> ItemBatch? {
        while true {
            guard !Task.isCancelled, !cancellation.isCancelled else {
                cancel()
                throw .cancelled(key: String(decoding: prefix, as: UTF8.self), store: store)
            }
            let (batch, isEnded, failure) = state.withLock { state in
                let batch = state.ready.isEmpty ? nil : state.ready.removeFirst()
                let isEnded = batch == nil && state.running == 0 && state.folders.isEmpty && state.streams.isEmpty
                return (batch, isEnded, isEnded ? state.failure.take() : nil)
            }
            if let failure { throw failure }
            if isEnded { return nil }
            schedule()
            if let batch { return batch }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isReady = state.withLock { state in
                        if !state.ready.isEmpty || state.running == 0 || cancellation.isCancelled { return true }
                        state.waiting = continuation
                        return false
                    }
                    if isReady { continuation.resume() }
                }
            } onCancel: {
                cancel()
            }
        }
    }

    /// Begins as many slices as there is work, room and width for.
    private func schedule() {
        while true {
            let slice: Int? = state.withLock { state in
                let isWork = state.folders.count + state.streams.count > 0
                guard isWork, state.running < width, state.ready.count + state.running < width + 2 else { return nil }
                state.running += 1
                state.slices += 1
                return state.slices
            }
            guard let slice else { return }
            threads.submit { work in
                if case .active = work { self.run(slice) } else { self.cancellation.cancel() }
                let waiting = self.state.withLock { state in
                    state.running -= 1
                    return state.waiting.take()
                }
                waiting?.resume()
            }
        }
    }

    private func run(_ slice: Int) {
        // First rows at once, then in strides: the first call asks for little.
        let size = slice == 1 ? 32 << 10 : hasAttributes || isRecursive ? 256 << 10 : 1 << 20
        let rows = slice == 1 ? 1 : 4096
        let kept = state.withLock { state in state.buffers.popLast() }
        let buffer = kept.flatMap { $0.bytes.count >= size ? $0 : nil } ?? Buffer(size: size)
        var collector = RowCollector(
            skipped: prefix.count, prefix: prefix, isRecursive: isRecursive, hasAttributes: hasAttributes, etags: etags)
        while collector.count < rows, !cancellation.isCancelled, let stream = takeStream() {
            guard let base = buffer.bytes.baseAddress else { break }
            let count = persisty_entries(stream.folder.number, base, size)
            if count < 0 { fail(SystemError(Int32(truncatingIfNeeded: -count)), stream.path) }
            guard count > 0 else { continue }
            state.withLock { $0.streams.append(stream) }
            if width > 1 { schedule() }
            collector.add(UnsafeRawBufferPointer(start: base, count: count), of: stream, cancellation)
            let subfolders = collector.takeSubfolders()
            if !subfolders.isEmpty { state.withLock { $0.folders += subfolders } }
        }
        let batch = collector.finish()
        state.withLock { state in
            if !batch.isEmpty { state.ready.append(batch) }
            if size > 32 << 10 { state.buffers.append(buffer) }
        }
        if !cancellation.isCancelled { schedule() }
    }

    /// A folder to go on with: one begun, or else the next one opened.
    private func takeStream() -> DirectoryStream? {
        while true {
            let (stream, folder): (DirectoryStream?, [UInt8]?) = state.withLock { state in
                if let stream = state.streams.popLast() { return (stream, nil) }
                return (nil, state.folders.popLast())
            }
            if let stream { return stream }
            guard let folder else { return nil }
            var path = folder.map(CChar.init(bitPattern:))
            path.append(0)
            do throws(SystemError) {
                return DirectoryStream(try root.open(path, O_RDONLY | O_DIRECTORY), path: folder)
            } catch {
                fail(error, folder)
            }
        }
    }

    /// Keeps the first failure, told when all that can be listed was given. A folder that went meanwhile is none.
    private func fail(_ error: SystemError, _ path: [UInt8]) {
        let isGone = error.number == ENOENT && !root.isThere
        if !isGone, [ENOENT, ENOTDIR, ELOOP, EXDEV].contains(error.number) { return }
        state.withLock { state in
            guard state.failure == nil else { return }
            state.failure =
                isGone
                ? .rootIsGone(store: store)
                : DataError(error, "This folder cannot be read", key: nil, store: store)
                    .naming(path + [UInt8(ascii: "/")])
        }
    }
}
