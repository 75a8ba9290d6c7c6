import NIOCore
package import PersistyData
import Synchronization

extension DataReader {
    /// A reader that gives `bytes` in buffers of `length` and then throws `error`.
    package static func failing(
        after bytes: [UInt8], length: Int = 4096, size: Int64? = nil,
        _ error: DataError = DataError(.other, "The source broke off.")
    ) -> DataReader {
        let pieces = DataReader.pieces(bytes, length: length)
        return DataReader(size: size) { () throws(DataError) in
            guard let piece = try await pieces.next() else { throw error }
            return piece
        }
    }

    /// A reader that gives `bytes` in buffers of `length`, announcing `size`, or no size.
    package static func pieces(_ bytes: [UInt8], length: Int, size: Int64? = nil) -> DataReader {
        let offset = Mutex(0)
        return DataReader(size: size) { () throws(DataError) in
            let range = offset.withLock { offset in
                let range = offset..<Swift.min(offset + length, bytes.count)
                offset = range.upperBound
                return range
            }
            return range.isEmpty ? nil : ByteBuffer(bytes: bytes[range])
        }
    }

    /// A reader that makes `size` bytes as they are asked for, the same for the same seed, calling `onBuffer` before
    /// each buffer.
    package static func generated(
        _ size: Int64, length: Int = 1 << 18, seed: UInt64 = 1, onBuffer: (@Sendable (Int64) -> Void)? = nil
    ) -> DataReader {
        let pattern = ByteBuffer(bytes: seededBytes(length, seed: seed))
        let offset = Mutex(Int64(0))
        return DataReader(size: size) { () throws(DataError) in
            let start = offset.withLock { offset in
                defer { offset += Int64(length) }
                return offset
            }
            guard start < size else { return nil }
            onBuffer?(start)
            var buffer = pattern
            buffer.moveWriterIndex(to: Int(Swift.min(Int64(length), size - start)))
            return buffer
        }
    }
}

/// A source that gives a buffer when the test says so, and tells when it is asked for one. Nobody sleeps.
package final class SlowReader: Sendable {
    private enum Step: Sendable {
        case buffer(ByteBuffer), end, failure(DataError)
    }

    private let steps: AsyncStream<Step>
    private let feed: AsyncStream<Step>.Continuation
    private let asks: AsyncStream<Void>
    private let ask: AsyncStream<Void>.Continuation
    private let size: Int64?

    /// A source that announces `size` bytes.
    package init(size: Int64? = nil) {
        self.size = size
        (steps, feed) = AsyncStream.makeStream()
        (asks, ask) = AsyncStream.makeStream()
    }

    /// What the store under test is given.
    package var reader: DataReader {
        DataReader(size: size) { [steps, ask] () throws(DataError) in
            ask.yield()
            for await step in steps {
                switch step {
                case .buffer(let buffer): return buffer
                case .end: return nil
                case .failure(let error): throw error
                }
            }
            throw .cancelled()
        }
    }

    /// Returns when the store has asked for one more buffer.
    package func asked() async { for await _ in asks { return } }

    package func give(_ bytes: some Sequence<UInt8>) { feed.yield(.buffer(ByteBuffer(bytes: bytes))) }
    package func end() { feed.yield(.end) }
    package func fail(_ error: DataError) { feed.yield(.failure(error)) }
}
