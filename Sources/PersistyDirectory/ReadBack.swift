import CLinux
import Dispatch
import Glibc
import NIOPosix
import PersistyData
import Synchronization

/// Compares stretches of a file that is being written with those of the file that it is to be a copy of.
///
/// The pool's threads help when they are free; what they have not begun, ``finish(_:)`` does itself, so that it never
/// waits for a thread.
final class ReadBack: Sendable {
    static let stretch = 8 << 20

    private struct State {
        var stretches: [Range<Int64>] = []
        var claimed = 0
        var failure: SystemError?
    }

    private let file: Descriptor
    private let source: Descriptor
    private let threads: NIOThreadPool
    private let cancellation: Cancellation
    private let state = Mutex(State())
    private let running = DispatchGroup()

    init(of file: Descriptor, source: Descriptor, threads: NIOThreadPool, cancellation: Cancellation) {
        self.file = file
        self.source = source
        self.threads = threads
        self.cancellation = cancellation
    }

    /// The stretch was written.
    func add(_ stretch: Range<Int64>) {
        state.withLock { $0.stretches.append(stretch) }
        threads.submit { work in
            guard case .active = work, let stretch = self.claim() else { return }
            self.compare(stretch, CopyBuffer())
        }
    }

    /// Compares what is left and waits for the others.
    func finish(_ memory: CopyBuffer) throws(SystemError) {
        while let stretch = claim() { compare(stretch, memory) }
        running.wait()
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    private func claim() -> Range<Int64>? {
        state.withLock { state in
            guard state.claimed < state.stretches.count, !cancellation.isCancelled else { return nil }
            defer { state.claimed += 1 }
            running.enter()
            return state.stretches[state.claimed]
        }
    }

    private func compare(_ stretch: Range<Int64>, _ memory: CopyBuffer) {
        defer { running.leave() }
        do throws(SystemError) {
            var sums: (held: UInt32, wanted: UInt32) = (0, 0)
            var offset = stretch.lowerBound
            while offset < stretch.upperBound {
                // As much as stays in the processor's cache between reading and summing.
                let part = offset..<min(offset + Int64(CopyBuffer.stride), stretch.upperBound)
                try sum(part, of: file, &sums.held, memory)
                try sum(part, of: source, &sums.wanted, memory)
                offset = part.upperBound
            }
            guard sums.held == sums.wanted else { throw SystemError(EBADMSG) }
        } catch {
            state.withLock { $0.failure = $0.failure ?? error }
        }
    }

    private func sum(
        _ part: Range<Int64>, of file: Descriptor, _ sum: inout UInt32, _ memory: CopyBuffer
    ) throws(SystemError) {
        guard let base = memory.bytes.baseAddress else { return }
        let count = try SystemError.check(persisty_read(file.number, base, part.count, part.lowerBound))
        guard count == part.count else { throw SystemError(EBADMSG) }
        sum = DigestHasher.crc32c(UnsafeRawBufferPointer(start: base, count: count), from: sum)
    }
}
