import HostingTestSupport
import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import PersistyData
import PersistyTestSupport
import Testing

@testable import PersistyHosting

@Suite struct `A short item that is in memory` {
    private func get(_ target: String, _ field: String = "") -> [UInt8] {
        Array("GET \(target) HTTP/1.1\r\nHost: t\r\n\(field)\r\n".utf8)
    }

    @Test func `is answered without a task, as a task would answer it`() async throws {
        try await RunningServer.with { server in
            _ = try await server.docs.write(DataKey("a.txt"), DataReader("0123456789".utf8), WriteOptions())
            _ = try await server.docs.write(
                DataKey("long"), DataReader([UInt8](repeating: 1, count: 300_000)), WriteOptions())
            let target = try await server.target(Link(.get, DataKey("a.txt")))
            let long = try await server.target(Link(.get, DataKey("long")))
            for (field, value, status, body) in [
                ("", "", 200, "0123456789"), ("Range", "bytes=2-4", 206, "234"), ("Range", "bytes=-1", 206, "9"),
                ("Range", "bytes=10-", 416, ""), ("If-None-Match", "*", 304, ""), ("If-Match", "\"x\"", 412, ""),
            ] {
                var request = HTTPRequest(method: .get, scheme: nil, authority: nil, path: target)
                if let name = HTTPField.Name(field) { request.headerFields[name] = value }
                let atOnce = try #require(server.service.answerAtOnce(to: request, from: .loopback))
                #expect(atOnce.head.status.code == status && String(buffer: atOnce.body) == body)
                // What comes while another answer is under way is for a task.
                let task = try await onThread {
                    let client = try RawClient(port: server.port)
                    client.send(get(long) + get(target, field.isEmpty ? "" : "\(field): \(value)\r\n"))
                    _ = client.answer()
                    return client.answer()
                }
                let names = Set(atOnce.head.headerFields.map(\.name.canonicalName))
                #expect(task.map { Set($0.headers.map(\.name)) } == names)
                #expect(task?.status == status && task.map { String(decoding: $0.body, as: UTF8.self) } == body)
            }
        }
    }

    @Test func `is left to a task while the client takes no answers`() async throws {
        try await RunningServer.with { server in
            _ = try await server.docs.write(DataKey("a"), DataReader("0123456789".utf8), WriteOptions())
            let target = try await server.target(Link(.get, DataKey("a")))
            let request = HTTPRequest(method: .get, scheme: nil, authority: nil, path: target)
            for isWritable in [true, false] {
                let channel = EmbeddedChannel(handler: AtOnceResponder(server.service))
                channel.isWritable = isWritable
                try channel.writeInbound(HTTPRequestPart.head(request))
                try channel.writeInbound(HTTPRequestPart.end(nil))
                #expect(try (channel.readInbound(as: HTTPRequestPart.self) == nil) == isWritable)
                #expect(try (channel.readOutbound(as: HTTPResponsePart.self) != nil) == isWritable)
                _ = try channel.finish()
            }
        }
    }

    @Test func `has its turn among the answers to requests that came together`() async throws {
        try await RunningServer.with { server in
            let bodies = ["short": [UInt8](repeating: 1, count: 10), "long": [UInt8](repeating: 2, count: 300_000)]
            var requests: [String: [UInt8]] = [:]
            for (key, bytes) in bodies {
                _ = try await server.docs.write(DataKey(key), DataReader(bytes), WriteOptions())
                requests[key] = get(try await server.target(Link(.get, DataKey(key))))
            }
            var generator = SeededGenerator(7)
            for _ in 0..<20 {
                let order = (0..<12).map { _ in Bool.random(using: &generator) ? "short" : "long" }
                let sent = order.flatMap { requests[$0] ?? [] }
                let cut = Int.random(in: 0...sent.count, using: &generator)
                let received = try await onThread {
                    let client = try RawClient(port: server.port)
                    client.send(sent[..<cut])
                    client.send(sent[cut...])
                    return order.map { _ in client.answer()?.body }
                }
                #expect(received == order.map { bodies[$0] })
            }
        }
    }

    @Test func `is left to a task where anything else is asked, or there is something to wait for`() async throws {
        try await RunningServer.with { server in
            let limit = 64 << 10
            for (key, count) in [("least", 0), ("most", limit), ("more", limit + 1)] {
                let bytes = [UInt8](repeating: 7, count: count)
                _ = try await server.docs.write(DataKey(key), DataReader(bytes), WriteOptions())
                _ = try await server.vault.write(DataKey(key), DataReader(bytes), WriteOptions())
            }
            func answer(_ method: HTTPRequest.Method, _ target: String, _ field: HTTPField? = nil) -> Int? {
                var request = HTTPRequest(method: method, scheme: nil, authority: nil, path: target)
                if let field { request.headerFields.append(field) }
                return server.service.answerAtOnce(to: request, from: .loopback)?.body.readableBytes
            }
            let most = try await server.target(Link(.get, DataKey("most")))
            #expect(answer(.get, most) == limit && answer(.head, most) == 0)
            #expect(answer(.get, try await server.target(Link(.get, DataKey("least")))) == 0)
            #expect(answer(.get, try await server.target(Link(.get, DataKey("more")))) == nil)
            #expect(answer(.get, try await server.target(Link(.get, DataKey("none")))) == nil)
            #expect(answer(.get, try await server.target(Link(.get, DataKey("most")), in: "vault")) == nil)
            #expect(answer(.get, most + "x") == nil && answer(.get, "/healthz") == nil && answer(.get, "/") == nil)
            #expect(answer(.get, most, HTTPField(name: .contentLength, value: "1")) == nil)
            #expect(answer(.post, most) == nil && answer(.options, most) == nil)
            #expect(answer(.put, try await server.target(Link(.put, DataKey("new")))) == nil)
        }
    }
}
