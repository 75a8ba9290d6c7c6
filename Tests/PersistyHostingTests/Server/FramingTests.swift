import Foundation
import HostingTestSupport
import NIOCore
import PersistyData
import PersistyTestSupport
import Testing

@testable import PersistyHosting

@Suite struct `A request whose framing is none` {
    /// How it comes, with the next request on its connection.
    enum Arrival: CaseIterable {
        /// In one piece with it, before it, or cut somewhere.
        case together, apart, cut
    }

    private static let raw = HostileRequest.all.filter { $0.request.raw != nil }

    @Test(.timeLimit(.minutes(5)), arguments: Arrival.allCases)
    func `never becomes two, nor one with the next`(arrival: Arrival) async throws {
        var limits = HostedLimits()
        (limits.headTime, limits.idleTime, limits.bodyWindow) = (.seconds(1), .seconds(1), .seconds(2))
        try await RunningServer.with(limits: limits) { server in
            let marker = Array("what only the marker is answered".utf8)
            _ = try await server.docs.write(DataKey("marker"), DataReader(marker), WriteOptions())
            _ = try await server.docs.write(
                DataKey("size1000"), DataReader([UInt8](repeating: 1, count: 1000)), WriteOptions())
            var generator = SeededGenerator(20)
            for hostile in Self.raw + HostileRequest.ownFraming {
                let first = try await server.spelled(hostile)
                let second = Array(
                    ("GET \(try await server.target(Link(.get, DataKey("marker")))) HTTP/1.1\r\nHost: t\r\n"
                        + "Connection: close\r\n\r\n").utf8)
                let cut = Int.random(in: 0...first.count, using: &generator)
                let received = try await onThread {
                    let client = try RawClient(port: server.port)
                    switch arrival {
                    case .together: client.send(first + second)
                    case .apart:
                        client.send(first)
                        _ = client.waitsForMore()
                        client.send(second)
                    case .cut:
                        client.send(first[..<cut])
                        client.send(first[cut...] + second)
                    }
                    client.finishSending()
                    let isClosed = client.isClosed()
                    return isClosed ? client.rest : nil
                }
                guard let received else {
                    Issue.record("\(hostile.testDescription) keeps its connection")
                    continue
                }
                let answers = received.ranges(of: Array("HTTP/1.1 ".utf8)).count
                let marked = received.ranges(of: marker)
                #expect(marked.count <= 1, "\(hostile.testDescription)")
                if let only = marked.first {
                    #expect(only.upperBound == received.endIndex, "\(hostile.testDescription): it is answered last")
                }
                #expect(answers <= hostile.requests + 1, "\(hostile.testDescription): \(answers) answers")
            }
            // Nothing of a marker has become the content of an item.
            for try await item in server.docs.items(DataQuery()) where item.key.text.hasPrefix("in/") {
                let bytes = try #require(try await server.docs.bytes(of: item.key, upTo: 1 << 20))
                #expect(!String(buffer: bytes).contains("HTTP/1.1"), "\(item.key)")
            }
        }
    }
}

extension HostileRequest {
    /// How many requests somebody could take it for.
    fileprivate var requests: Int {
        max(1, String(decoding: request.raw ?? Data(), as: UTF8.self).components(separatedBy: " HTTP/").count - 1)
    }

    /// What is tried also where there is no corpus.
    fileprivate static let ownFraming: [HostileRequest] = [
        "PUT {U} HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "PUT {U} HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\nContent-Length: 40\r\n\r\nbody",
        "PUT {U} HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "PUT {U} HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n4\nbody\n0\n\n",
        "GET {D} HTTP/1.1\r\nHost: t\r\nContent-Length: 40\r\n\r\n",
        "GET {D} HTTP/1.1\r\nHost: t\r\n Folded: x\r\n\r\n", "GET {D}\r\n\r\n",
        "\r\n\r\nGET {D} HTTP/1.1\r\nHost: t\r\n\r\n",
    ].enumerated().map { number, text in
        HostileRequest(
            id: "own\(number)", class: "framing", note: text, request: Request(raw: Data(text.utf8)),
            expect: Expectation())
    }
}

extension RunningServer {
    /// The bytes of a request, with links in it that are good.
    fileprivate func spelled(_ hostile: HostileRequest) async throws -> [UInt8] {
        let upload = try await target(Link(.put, DataKey("in/\(hostile.id)")))
        let download = try await target(Link(.get, DataKey("size1000")))
        return [UInt8](hostile.request.raw ?? Data()).replacing(Array("{U}".utf8), with: Array(upload.utf8))
            .replacing(Array("{D}".utf8), with: Array(download.utf8))
    }
}
