import CLinux
import Dispatch
import Glibc
import NIOPosix
import PersistyData
import Synchronization

/// Compares stretches of a file that is being written with the checksums of what was to be written.
///
/// The pool's threads help when they are free; what they have not begun, ``finish(_:)`` does itself, so that it never
/// waits for a thread.
final class ReadBack: Sendable {
    static let stretch = 8 << 20

    private struct State {
        var sums: [(sum: UInt32, end: Int64)] = []
        var claimed = 0
        var failure: SystemError?
    }

    private let file: Descriptor
    private let threads: NIOThreadPool
    private let cancellation: Cancellation
    private let state = Mutex(State())
    private let running = DispatchGroup()

    init(of file: Descriptor, threads: NIOThreadPool, cancellation: Cancellation) {
        self.file = file
        self.threads = threads
        self.cancellation = cancellation
    }

    /// The stretch up to `end` was written; `sum` is the CRC-32C of what it is to hold.
    func add(_ sum: UInt32, end: Int64) {
        state.withLock { $0.sums.append((sum, end)) }
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

    private func claim() -> (range: Range<Int64>, sum: UInt32)? {
        state.withLock { state in
            guard state.claimed < state.sums.count, !cancellation.isCancelled else { return nil }
            let start = state.claimed == 0 ? 0 : state.sums[state.claimed - 1].end
            let (sum, end) = state.sums[state.claimed]
            state.claimed += 1
            running.enter()
            return (start..<end, sum)
        }
    }

    private func compare(_ stretch: (range: Range<Int64>, sum: UInt32), _ memory: CopyBuffer) {
        defer { running.leave() }
        do throws(SystemError) {
            var sum: UInt32 = 0
            var offset = stretch.range.lowerBound
            while offset < stretch.range.upperBound, let base = memory.bytes.baseAddress {
                let length = Int(min(Int64(CopyBuffer.stride), stretch.range.upperBound - offset))
                let count = try SystemError.check(persisty_read(file.number, base, length, offset))
                guard count == length else { throw SystemError(EBADMSG) }
                sum = DigestHasher.crc32c(UnsafeRawBufferPointer(start: base, count: count), from: sum)
                offset += Int64(count)
            }
            guard sum == stretch.sum else { throw SystemError(EBADMSG) }
        } catch {
            state.withLock { $0.failure = $0.failure ?? error }
        }
    }
}
