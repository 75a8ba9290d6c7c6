import NIOCore
import PersistyData

/// A range of an item's bytes that one request brings; where the connection breaks, another goes on from there, pinned to
/// the same version.
actor Download {
    /// How often a connection may break with little come meanwhile.
    private static let mostBreaks = 5
    /// What counts as more than little.
    private static let progress: Int64 = 256 << 10

    private let store: S3Store
    private let item: DataItem
    private let range: Range<Int64>
    private let isWhole: Bool
    private var stream: S3Stream?
    private var offset: Int64
    /// Bytes to pass over: a service that ignores ranges sends all from the start.
    private var skipped: Int64 = 0
    private var breaks = 0
    private var lastBreak: Int64

    /// - Parameter isWhole: Whether the range is all of the item.
    init(_ store: S3Store, _ item: DataItem, _ range: Range<Int64>, isWhole: Bool) {
        self.store = store
        self.item = item
        self.range = range
        self.isWhole = isWhole
        offset = range.lowerBound
        lastBreak = range.lowerBound
    }

    /// Sends the request.
    @discardableResult
    func open() async throws(DataError) -> ItemHead {
        let wanted = isWhole && offset == 0 ? nil : offset..<range.upperBound
        guard wanted?.isEmpty != true else { return try await openEmpty() }
        let answer: (head: ItemHead, body: S3Stream)
        do throws(RequestError) {
            answer = try await store.client.get(store.name(of: item), range: wanted, pinnedTo: item.pin)
        } catch {
            throw store.pinned(error, item)
        }
        try check(answer.head, wanted)
        stream = answer.body
        return answer.head
    }

    /// A range of no bytes cannot be asked for; that the item is there can.
    private func openEmpty() async throws(DataError) -> ItemHead {
        do throws(RequestError) {
            guard let head = try await store.client.head(store.name(of: item), pinnedTo: item.pin) else {
                throw RequestError.refused(S3Failure(status: 404, code: "NoSuchKey"))
            }
            return head
        } catch {
            throw store.pinned(error, item)
        }
    }

    private func check(_ head: ItemHead, _ wanted: Range<Int64>?) throws(DataError) {
        let isSame = item.pin == nil || head.etag == nil || head.etag == item.pin
        guard isSame, head.size == item.size else { throw .replacedSince(item.key, store: store.name) }
        if let wanted, let range = head.range {
            guard range == wanted else { throw misread("It holds other bytes than were asked for.") }
            skipped = 0
        } else {
            skipped = head.range == nil ? offset : 0
        }
    }

    /// The next bytes; `nil` at the end of the range.
    func next() async throws(DataError) -> ByteBuffer? {
        while offset < range.upperBound {
            guard let stream else {
                try await open()
                continue
            }
            do throws(AttemptError) {
                guard let buffer = try await stream.next() else { throw AttemptError(.broken, "it ended early") }
                if let wanted = try taken(buffer) { return wanted }
            } catch {
                self.stream = nil
                try await recover(from: error)
            }
        }
        guard let stream else { return nil }
        self.stream = nil
        // What follows the range is only wanted where the range was ignored.
        guard isWhole, let more = try? await stream.next(), more.readableBytes > 0 else { return nil }
        throw misread("It has more bytes than the item.")
    }

    private func taken(_ buffer: ByteBuffer) throws(AttemptError) -> ByteBuffer? {
        var buffer = buffer
        if skipped > 0 {
            let count = min(skipped, Int64(buffer.readableBytes))
            buffer.moveReaderIndex(forwardBy: Int(count))
            skipped -= count
        }
        let left = range.upperBound - offset
        if Int64(buffer.readableBytes) > left, isWhole || stream?.head.status == 206 {
            throw AttemptError(.malformed, "more bytes came than were asked for")
        }
        guard let wanted = buffer.readSlice(length: Int(min(left, Int64(buffer.readableBytes)))),
            wanted.readableBytes > 0
        else { return nil }
        offset += Int64(wanted.readableBytes)
        return wanted
    }

    private func recover(from error: AttemptError) async throws(DataError) {
        let host = store.client.host(of: store.bucket)
        breaks = offset - lastBreak >= Self.progress ? 1 : breaks + 1
        lastBreak = offset
        let mayRecover = [.closed, .broken, .timedOut, .unreachable].contains(error.kind)
        guard mayRecover, breaks <= Self.mostBreaks else {
            throw error.dataError(host: host, key: item.key.text, store: store.name)
        }
        guard await store.client.pause(beforeAttempt: breaks) else {
            throw .cancelled(key: item.key.text, store: store.name)
        }
    }

    private func misread(_ sentence: String) -> DataError {
        AnswerError.malformed(sentence).dataError(key: item.key.text, store: store.name)
    }
}
