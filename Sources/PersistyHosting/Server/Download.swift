import HTTPTypes
import Hummingbird
import NIOCore
import PersistyData

/// The answer that an item is.
struct Download {
    /// Items of up to this many bytes are answered by one buffer.
    private static let shortBytes: Int64 = 64 << 10
    /// How many bytes of a file the kernel is given at once.
    private static let stretch: Int64 = 4 << 20
    /// How many bytes of an item are held for a client, who may take them slowly.
    private static let heldBytes = 512 << 10

    private let service: HostedService
    private let hosted: HostedStore
    private let key: DataKey
    private let presentation: LinkToken.Presentation

    init(_ service: HostedService, _ store: HostedStore, _ key: DataKey, _ presentation: LinkToken.Presentation) {
        self.service = service
        hosted = store
        self.key = key
        self.presentation = presentation
    }

    private var store: any DataStore { hosted.store }

    func answer(_ request: Request, _ channel: any Channel) async throws(Refusal) -> Response {
        guard store.allows(.read, key) else { throw .absent("forbidden") }
        guard !request.head.mayHaveBody else { throw .malformed("body") }
        do throws(DataError) {
            guard var item = try await store.read(key) else { throw .notFound(key, store: store.name) }
            if item.etag == nil, item.size > ComingETags.size, !request.head.namesETags {
                service.etags.make(item, in: store)
            } else if item.etag == nil {
                item.etag = try await store.etag(of: item, progress: nil)
            }
            let (head, range) = head(request.head, item)
            return Response(
                status: head.status, headers: head.headerFields, body: try await body(item, range, channel))
        } catch {
            throw Refusal(error)
        }
    }

    /// The same, where the item is short and nothing need be waited for.
    func answerAtOnce(_ request: HTTPRequest) -> (head: HTTPResponse, body: ByteBuffer)? {
        guard store.allows(.read, key), !request.mayHaveBody,
            let (item, bytes) = store.readAtOnce(key, upTo: Int(Self.shortBytes)), item.etag != nil
        else { return nil }
        var (head, range) = self.head(request, item)
        // Hummingbird adds it to what tasks answer; without it, it would be sent in chunks.
        if head.headerFields[.contentLength] == nil, head.status != .notModified {
            head.headerFields[.contentLength] = "0"
        }
        let body = bytes.getSlice(at: bytes.readerIndex + Int(range.lowerBound), length: range.count)
        return body.map { (head, $0) }
    }

    /// The head of the answer, and the bytes that follow it.
    private func head(_ request: HTTPRequest, _ item: DataItem) -> (HTTPResponse, Range<Int64>) {
        let now = service.clock()
        let answer = ItemAnswer(
            request.method, request.headerFields, of: Validators(item), size: item.size, now: now)
        var head = HTTPResponse(
            status: answer.status, headerFields: ItemHeaders(item, presentation, now: now).fields(for: answer))
        // It would be the length of the item, which is not sent (RFC 9110 §8.6).
        if answer == .notModified { head.headerFields[.contentLength] = nil }
        return (head, request.method == .get ? answer.bytes(of: item.size) ?? 0..<0 : 0..<0)
    }

    private func body(
        _ item: DataItem, _ range: Range<Int64>, _ channel: any Channel
    ) async throws(DataError) -> ResponseBody {
        if range.isEmpty { return ResponseBody() }
        guard range.count > Self.shortBytes else {
            let reader = try await store.reader(of: item, range: .bytes(range))
            return ResponseBody(byteBuffer: try await reader.collect(upTo: range.count))
        }
        // What the kernel sends by itself is not within TLS.
        if !service.isSecure, let file = try await OpenedFile(item, in: store) {
            return ResponseBody(contentLength: range.count) { writer in
                try await file.send(range, by: Self.stretch, on: channel)
                try await writer.finish(nil)
            }
        }
        let reader = try await store.reader(of: item, range: .bytes(range), holding: Self.heldBytes)
        return ResponseBody(contentLength: range.count) { writer in
            // Damaged content ends in an error, and so in a connection that is cut: no client takes it for whole.
            for try await buffer in reader {
                try await channel.triggerUserOutboundEvent(SendBytes(buffer: buffer)).get()
            }
            try await writer.finish(nil)
        }
    }
}

extension HTTPRequest {
    /// Whether what is to be answered depends on a validator (RFC 9110 §13.1).
    fileprivate var namesETags: Bool {
        [HTTPField.Name.ifMatch, .ifNoneMatch, .ifRange].contains { headerFields[$0] != nil }
    }
}
