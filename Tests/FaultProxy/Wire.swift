import NIOCore

/// Reads one side of a connection, as far as where messages begin and end.
struct Wire {
    enum Broken: Error { case early, malformed }

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var held = ByteBuffer()

    init(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) { self.inbound = inbound.makeAsyncIterator() }

    /// Takes in more; `false` at the end.
    private mutating func fill() async throws -> Bool {
        guard var more = try await inbound.next(isolation: #isolation) else { return false }
        if held.readableBytes == 0 { held = more } else { held.writeBuffer(&more) }
        return true
    }

    /// A head with its line ends; `nil` where the connection ends before it.
    mutating func head() async throws -> String? {
        while true {
            let view = held.readableBytesView
            if let end = view.firstRange(of: Array("\r\n\r\n".utf8)) {
                return held.readString(length: view.distance(from: view.startIndex, to: end.upperBound))
            }
            guard try await fill() else {
                if held.readableBytes == 0 { return nil }
                throw Broken.early
            }
        }
    }

    mutating func bytes(_ count: Int) async throws -> ByteBuffer {
        held.reserveCapacity(minimumWritableBytes: max(0, count - held.readableBytes))
        while held.readableBytes < count { guard try await fill() else { throw Broken.early } }
        return held.readSlice(length: count) ?? ByteBuffer()
    }

    private mutating func line() async throws -> String {
        while true {
            let view = held.readableBytesView
            if let end = view.firstRange(of: Array("\r\n".utf8)) {
                return held.readString(length: view.distance(from: view.startIndex, to: end.upperBound)) ?? ""
            }
            guard try await fill() else { throw Broken.early }
        }
    }

    private mutating func rest() async throws -> ByteBuffer {
        while try await fill() {}
        defer { held.clear() }
        return held
    }

    private mutating func chunks() async throws -> ByteBuffer {
        var all = ByteBuffer()
        while true {
            let size = try await line().split(separator: ";").first.flatMap { Int($0, radix: 16) }
            guard let size else { throw Broken.malformed }
            if size > 0 {
                var chunk = try await bytes(size)
                all.writeBuffer(&chunk)
            }
            guard try await line() != "\r\n" || size == 0 else { continue }
            return all
        }
    }

    /// An answer to a request of this method, past those that only say that there will be one. Its body has its length.
    mutating func answer(to method: String) async throws -> Answer {
        while true {
            guard let text = try await head(), var answer = Answer(head: text) else { throw Broken.malformed }
            if answer.status < 200 { continue }
            guard method != "HEAD", answer.status != 204, answer.status != 304 else { return answer }
            if answer.fields["transfer-encoding"]?.lowercased() == "chunked" {
                answer.body = try await chunks()
            } else if let length = answer.fields["content-length"].flatMap({ Int($0) }) {
                answer.body = try await bytes(length)
            } else {
                answer.body = try await rest()
            }
            answer.fields.set("Transfer-Encoding", nil)
            answer.fields.set("Content-Length", "\(answer.body.readableBytes)")
            return answer
        }
    }
}
