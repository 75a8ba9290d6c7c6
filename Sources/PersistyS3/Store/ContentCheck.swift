import NIOCore
import PersistyData
import Synchronization

/// What the bytes of an item must come to, by what the service says of it.
struct ContentCheck: Sendable, Equatable {
    enum Form: Sendable, Equatable {
        /// The digest of all bytes.
        case whole(Digest)
        /// The validator made of the MD5s of parts of this size.
        case parts(size: Int64, ETag)
    }

    let form: Form
    /// By what the bytes are compared.
    var algorithm: Digest.Algorithm {
        switch form {
        case .whole(let digest): digest.algorithm
        case .parts: .md5
        }
    }

    /// The cheapest digest that the service vouches for.
    init?(_ head: ItemHead, etagIsMD5: Bool) {
        let digests = head.digests(etagIsMD5: etagIsMD5)
        for algorithm in [Digest.Algorithm.crc64nvme, .md5, .crc32c, .sha256] {
            guard let digest = digests.first(where: { $0.algorithm == algorithm }) else { continue }
            form = .whole(digest)
            return
        }
        return nil
    }

    /// The validator of an upload in equal parts of `length` bytes.
    init(partsOf length: Int64, etag: ETag) { form = .parts(size: length, etag) }
}

/// A ``ContentCheck`` while bytes pass.
final class RunningCheck: Sendable {
    fileprivate struct State {
        var hasher: DigestHasher
        var inPart: Int64 = 0
        var parts: [Digest] = []
    }

    private let check: ContentCheck
    private let state: Mutex<State>

    init(_ check: ContentCheck) {
        self.check = check
        state = Mutex(State(hasher: DigestHasher(check.algorithm)))
    }

    func update(_ buffer: ByteBuffer) {
        state.withLock { state in
            guard case .parts(let size, _) = check.form else { return state.hasher.update(buffer) }
            var rest = buffer
            while rest.readableBytes > 0 {
                let length = min(Int64(rest.readableBytes), size - state.inPart)
                guard let slice = rest.readSlice(length: Int(length)) else { return }
                state.hasher.update(slice)
                state.inPart += length
                if state.inPart == size { state.finishPart() }
            }
        }
    }

    /// Whether all bytes came to what they must.
    var holds: Bool {
        state.withLock { state in
            switch check.form {
            case .whole(let digest): return state.hasher.finish() == digest
            case .parts(_, let etag):
                if state.inPart > 0 { state.finishPart() }
                return MultipartETag(parts: state.parts).etag == etag
            }
        }
    }
}

extension RunningCheck.State {
    fileprivate mutating func finishPart() {
        parts.append(hasher.finish())
        hasher = DigestHasher(.md5)
        inPart = 0
    }
}
