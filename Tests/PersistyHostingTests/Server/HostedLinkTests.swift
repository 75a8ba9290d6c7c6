import Foundation
import HostingTestSupport
import PersistyData
import PersistyTestSupport
import Testing

@testable import PersistyHosting

@Suite struct `A hosted link` {
    @Test(arguments: ["docs", "vault"], [0, 1, 1000, 65_536, 65_537, 3_000_000])
    func `reads an item whole, in part, and by HEAD`(store: String, size: Int) async throws {
        try await RunningServer.with { server in
            let bytes = seededBytes(size)
            let key = try DataKey("reports/Ünï \u{202e}q1.pdf")
            let item = try await server.store(store).write(key, DataReader(bytes), WriteOptions())
            let target = try await server.target(Link(.get, key), in: store)
            let whole = try await server.request("GET", target)
            #expect(whole.status == 200 && whole.body == bytes)
            #expect(whole.header("etag") == item.etag?.headerValue)
            #expect(whole.header("x-content-type-options") == "nosniff")
            #expect(whole.header("content-disposition")?.hasPrefix("attachment;") == true)
            let head = try await server.request("HEAD", target)
            #expect(head.status == 200 && head.length == size && head.header("etag") == whole.header("etag"))
            if size > 10 {
                let part = try await server.request("GET", target, [("Range", "bytes=3-\(size - 2)")])
                #expect(part.status == 206 && part.body == Array(bytes[3...(size - 2)]))
                #expect(part.header("content-range") == "bytes 3-\(size - 2)/\(size)")
            }
            let known = try await server.request("GET", target, [("If-None-Match", whole.header("etag") ?? "")])
            #expect(known.status == 304 && known.header("content-length") == nil)
            #expect(!server.log.text.contains(target.split(separator: "=")[1]))
        }
    }

    @Test(arguments: ["docs", "vault"])
    func `writes one item once, and answers with its MD5`(store: String) async throws {
        try await RunningServer.with { server in
            let bytes = seededBytes(300_000)
            let key = try DataKey("in/new.bin")
            let target = try await server.target(Link(.put, key), in: store)
            let type = [("Content-Type", "application/x-own")]
            let written = try await server.request("PUT", target, type, body: bytes)
            #expect(written.status == 201)
            let item = try #require(try await server.store(store).read(key))
            #expect(item.size == 300_000)
            #expect(written.header("etag") == "\"\(md5(bytes))\"")
            let again = try await server.request("PUT", target, type, body: seededBytes(10))
            #expect(again.status == 409)
            #expect(try await server.store(store).read(key)?.size == 300_000)
            let other = try await server.target(Link(.put, key), in: store)
            #expect(try await server.request("PUT", other, type, body: seededBytes(10)).status == 412)
            #expect(try await server.store(store).read(key)?.size == 300_000)
        }
    }

    @Test func `can be used again when the first use broke off`() async throws {
        try await RunningServer.with { server in
            let key = try DataKey("in/new.bin")
            let target = try await server.target(Link(.put, key))
            let head = "PUT \(target) HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\n"
            for broken in ["Content-Length: 100\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"] {
                try await onThread {
                    let client = try RawClient(port: server.port)
                    client.send(Array((head + broken).utf8))
                    client.finishSending()
                    _ = client.isClosed()
                }
                #expect(try await server.docs.read(key) == nil)
            }
            let written = try await server.request("PUT", target, [("Content-Type", "text/plain")], body: [1, 2, 3])
            #expect(written.status == 201)
        }
    }

    @Test func `that has ended opens nothing, to the second`() async throws {
        let now = MovableTime()
        try await RunningServer.with(time: { now.value }) { server in
            let key = try DataKey("a")
            _ = try await server.docs.write(key, DataReader([1]), WriteOptions())
            let target = try await server.target(Link(.get, key, life: .seconds(60)))
            for (seconds, status) in [(59, 200), (60, 410), (61, 410), (0, 200)] {
                now.value = Timestamp(seconds: RunningServer.time.seconds + Int64(seconds))
                #expect(try await server.request("GET", target).status == status, "\(seconds)")
            }
        }
    }

    @Test func `asks for the body only when nothing but the body can be wrong`() async throws {
        try await RunningServer.with { server in
            let key = try DataKey("in/new.bin")
            let target = try await server.target(Link(.put, key))
            let expecting = [("Content-Type", "text/plain"), ("Expect", "100-continue")]
            let tooMuch = try await server.request(
                "PUT", target, expecting + [("Content-Length", "99999999999")], body: [])
            #expect(tooMuch.status == 413)
            let answer = try await onThread {
                let client = try RawClient(port: server.port)
                client.send(
                    Array(
                        ("PUT \(target) HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n"
                            + "Expect: 100-continue\r\n\r\n").utf8))
                guard client.interim() == 100 else { throw RawClient.ConnectionFailed() }
                client.send(Array("hello".utf8))
                return client.answer()?.status
            }
            #expect(answer == 201)
        }
    }
}

extension RunningServer {
    func store(_ name: String) -> any DataStore { name == "docs" ? docs : vault }
}

func md5(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { DigestHasher.digest(.md5, of: $0) }.hexadecimal
}
