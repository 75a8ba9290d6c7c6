import Hummingbird
import NIOCore
import PersistyData

/// The body of a request, up to as many bytes as are admitted.
///
/// Not checked by the compiler: a store asks for the next bytes only when it has the ones before.
final class BodySource: @unchecked Sendable {
    private var iterator: RequestBody.AsyncIterator
    private let limit: Int64
    private var count: Int64 = 0
    /// Told what is waited for, and what came, once the upload has one.
    var turn: UploadTurn?

    init(_ body: RequestBody, limit: Int64) {
        iterator = body.makeAsyncIterator()
        self.limit = limit
    }

    /// The next bytes; `nil` at the end.
    func next() async throws(DataError) -> ByteBuffer? {
        let buffer: ByteBuffer?
        turn?.waits()
        do { buffer = try await iterator.next() } catch {
            // Its framing is none, or the connection has ended in the middle of it.
            throw .refused(.malformed("The content ends early, or is not framed as it says."))
        }
        turn?.came(buffer?.readableBytes ?? 0)
        count += Int64(buffer?.readableBytes ?? 0)
        guard count <= limit else {
            throw DataError(.tooLarge, "More than \(limit) bytes came.", hint: "Nothing was stored.")
        }
        return buffer
    }
}
