public import NIOCore
import Synchronization

/// A single pass over bytes.
///
/// The next buffer is made when it is asked for, so a slow consumer slows the source and nothing piles up. Letting the
/// reader go closes the file or connection behind it. Beginning a second pass throws. In a cancelled task it throws
/// ``DataError/Code/cancelled``, also where the end would come, so that a writer never takes a cut for the end.
public struct DataReader: AsyncSequence, Sendable {
    public typealias Element = ByteBuffer
    public typealias Failure = DataError

    /// How many bytes there will be, where the source says so.
    public let size: Int64?
    /// By which digest, kept with the item since it was written, the source compares the bytes before it gives them;
    /// `nil` where it does not.
    public let compared: Digest.Algorithm?
    /// The MD5 of all bytes, where they are known to have it and it need not be made again.
    package let md5: Digest?
    /// What is kept beside the bytes, where the store learns it with them.
    package let attributes: DataAttributes?

    private let pass: Pass

    /// A reader over what `next` gives until it gives `nil`. Each buffer is best at most 1 MiB.
    public init(
        size: Int64?, compared: Digest.Algorithm? = nil,
        next: @escaping @Sendable () async throws(DataError) -> ByteBuffer?
    ) {
        self.init(size: size, compared: compared, md5: nil, next: next)
    }

    package init(
        size: Int64?, compared: Digest.Algorithm?, md5: Digest?, attributes: DataAttributes? = nil,
        next: @escaping @Sendable () async throws(DataError) -> ByteBuffer?
    ) {
        self.size = size
        self.compared = compared
        self.md5 = md5
        self.attributes = attributes
        pass = Pass(next)
    }

    /// A reader over bytes at hand.
    public init(_ buffer: ByteBuffer, compared: Digest.Algorithm? = nil) {
        let rest = Mutex(Optional(buffer))
        let size = Int64(buffer.readableBytes)
        self.init(size: size, compared: compared) { () throws(DataError) in
            rest.withLock { rest in
                defer { rest = nil }
                return rest?.readableBytes == 0 ? nil : rest
            }
        }
    }

    /// A reader over bytes at hand.
    public init(_ bytes: some Sequence<UInt8>) { self.init(ByteBuffer(bytes: bytes)) }

    /// The next buffer, or `nil` at the end.
    public func next() async throws(DataError) -> ByteBuffer? {
        pass.begun.store(true, ordering: .relaxed)
        return try await unlessCancelled(pass.next)
    }

    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        let pass: Pass
        let isSecond: Bool

        public mutating func next() async throws(DataError) -> ByteBuffer? {
            guard !isSecond else { throw DataError(.other, "These bytes can be read only once.") }
            return try await unlessCancelled(pass.next)
        }

        public mutating func next(isolation: isolated (any Actor)?) async throws(DataError) -> ByteBuffer? {
            try await next()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(pass: pass, isSecond: pass.begun.exchange(true, ordering: .relaxed))
    }

    /// Shared by all copies of one reader, so that they are one pass.
    final class Pass: Sendable {
        let next: @Sendable () async throws(DataError) -> ByteBuffer?
        let begun = Atomic(false)

        init(_ next: @escaping @Sendable () async throws(DataError) -> ByteBuffer?) { self.next = next }
    }
}

extension DataReader {
    /// All bytes in one buffer.
    ///
    /// - Throws: ``DataError/Code/tooLarge`` as soon as there are more than `limit`.
    public func collect(upTo limit: Int) async throws(DataError) -> ByteBuffer {
        var all = ByteBuffer()
        while var buffer = try await next() {
            guard all.readableBytes + buffer.readableBytes <= limit else {
                throw DataError(.tooLarge, "The item has more than \(limit) bytes.")
            }
            all.writeBuffer(&buffer)
        }
        return all
    }
}
