import NIOCore
import PersistyData

/// Bytes in parts: what a reader gives, counted and hashed on the way, in slices of its own buffers.
struct PartFeed: Sendable {
    private let reader: DataReader
    private(set) var intake: WriteIntake
    private var rest: ByteBuffer?
    /// Whether all bytes have been given.
    private(set) var isEnded = false
    /// The first bytes, by which a media type is guessed.
    private(set) var beginning: [UInt8] = []

    init(_ reader: DataReader, _ intake: WriteIntake) {
        self.reader = reader
        self.intake = intake
    }

    /// How many bytes were taken in so far.
    var size: Int64 { intake.size }

    /// The next `size` bytes, or fewer at the end; after it ``isEnded`` tells whether more follow.
    mutating func part(of size: Int) async throws(DataError) -> S3Body {
        var buffers: [ByteBuffer] = []
        var wanted = size
        while wanted > 0, try await fill(), var buffer = rest {
            guard let slice = buffer.readSlice(length: min(wanted, buffer.readableBytes)) else { break }
            wanted -= slice.readableBytes
            buffers.append(slice)
            rest = buffer.readableBytes == 0 ? nil : buffer
        }
        _ = try await fill()
        return S3Body(buffers)
    }

    /// Sees that ``rest`` holds bytes; `false` at the end.
    private mutating func fill() async throws(DataError) -> Bool {
        while rest == nil, !isEnded {
            guard let buffer = try await reader.next() else {
                isEnded = true
                break
            }
            guard buffer.readableBytes > 0 else { continue }
            try intake.take(buffer)
            if beginning.count < 512 {
                beginning += buffer.readableBytesView.prefix(512 - beginning.count)
            }
            rest = buffer
        }
        return rest != nil
    }
}
