import NIOCore
import PersistyData
import Synchronization

/// Counts and hashes what comes of an upload: never more than was admitted, and at the end what was announced.
final class UploadIntake: Sendable {
    private struct State {
        var count: Int64 = 0
        var hashers: [(digest: Digest, hasher: DigestHasher)]
    }

    private let limit: Int64
    private let length: Int64?
    private let state: Mutex<State>

    /// - Parameter length: How many bytes there must be, where the link says so.
    init(limit: Int64, length: Int64?, expected digests: [Digest]) {
        self.limit = limit
        self.length = length
        state = Mutex(State(hashers: digests.map { ($0, DigestHasher($0.algorithm)) }))
    }

    func take(_ buffer: ByteBuffer) throws(DataError) {
        let count = state.withLock { state in
            state.count += Int64(buffer.readableBytes)
            for index in state.hashers.indices { state.hashers[index].hasher.update(buffer) }
            return state.count
        }
        guard count <= limit else {
            throw DataError(.tooLarge, "More than \(limit) bytes came.", hint: "Nothing was stored.")
        }
    }

    func finish() throws(DataError) {
        let (count, wrong) = state.withLock { state in
            (state.count, state.hashers.first { $0.hasher.finish() != $0.digest }?.digest.algorithm)
        }
        if let wrong {
            throw DataError(
                .corrupt, "The bytes do not have the \(wrong.title) that was announced.", hint: "Nothing was stored.")
        }
        guard length ?? count == count else {
            throw DataError(.corrupt, "The link is for another number of bytes.", hint: "Nothing was stored.")
        }
    }
}
