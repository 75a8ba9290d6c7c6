import Foundation
import HostingTestSupport
import PersistyData
import PersistyTestSupport
import Testing

@testable import PersistyHosting

/// Ways to ask for what is not there, or not for who asks.
private enum Absence: CaseIterable {
    case missing, otherStore, otherKey, otherVerb, forged, foreignKey, noSuchStore, badKey, notPublic, nothing
}

@Suite struct `A server tells nothing` {
    @Test(.timeLimit(.minutes(2)))
    func `of what is missing, forbidden or another's: it is one answer`() async throws {
        try await RunningServer.with { server in
            _ = try await server.docs.write(DataKey("there"), DataReader([1]), WriteOptions())
            let first = try await server.request("GET", try await server.absent(.missing, 0))
            #expect(first.status == 404)
            for number in 0..<500 {
                let absence = Absence.allCases[number % Absence.allCases.count]
                let answer = try await server.request("GET", try await server.absent(absence, number))
                #expect(answer.comparable == first.comparable, "\(absence)")
                server.expectSilence(of: answer)
            }
            server.expectSilentLog()
        }
    }

    @Test func `of itself when a store fails, nor of a request that is none`() async throws {
        try await RunningServer.with { server in
            _ = try await server.docs.write(DataKey("there"), DataReader([1]), WriteOptions())
            let link = try await server.target(Link(.get, DataKey("there")))
            let upload = try await server.target(Link(.put, DataKey("folder/new")))
            // Where a folder should be there is a file: the store has an error of the system to tell.
            _ = try await server.docs.write(DataKey("folder"), DataReader([1]), WriteOptions())
            let type = [("Content-Type", "a/b")]
            var answers = [
                try await server.request("PUT", upload, type, body: [1]),
                try await server.request("GET", link, [("Range", "bytes=9-")]),
                try await server.request("GET", link, [("Authorization", "Bearer \(link)")]),
                try await server.request("DELETE", link), try await server.request("GET", link + "&t=x"),
                try await server.request("PUT", upload, [("Content-Type", "none")], body: [1]),
                try await server.raw(Array("GET \(link) HTTP/1.1\r\nHost : a\r\n\r\n".utf8)),
            ]
            // The store has gone.
            try FileManager.default.removeItem(atPath: server.folder + "/docs")
            answers.append(try await server.request("GET", link))
            answers.append(
                try await server.request("PUT", try await server.target(Link(.put, DataKey("x"))), type, body: [1]))
            for answer in answers {
                #expect(answer.status >= 400)
                server.expectSilence(of: answer)
            }
            server.expectSilentLog()
        }
    }
}

extension RunningServer {
    /// The keys of ``TestTokens``.
    private static let secrets = [UInt8(0x20), 0, 0x40].map { first in (0..<32).map { first + $0 } }

    /// What nobody may read: where the program and its files are, tokens, and the keys in any spelling.
    private var canaries: [String] {
        [folder, "/tmp", ".swift", "Sources/", "errno", "sqlite", "SQLite", "Error(", "eyJ"]
            + Self.secrets.flatMap { secret in
                [
                    Data(secret).base64EncodedString(), String(Data(secret).base64EncodedString().dropLast(2)),
                    secret.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(),
                ]
            }
    }

    fileprivate func expectSilence(of answer: RawAnswer) {
        let text =
            answer.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
            + String(decoding: answer.body, as: UTF8.self)
        for canary in canaries { #expect(!text.contains(canary), "\(canary) in \(text)") }
    }

    fileprivate func expectSilentLog() {
        // What hummingbird says of itself at its start is none of a request's.
        let text = log.text
        for canary in canaries where canary != "Error(" { #expect(!text.contains(canary), "\(canary) in the log") }
    }

    /// A target that there is nothing at.
    fileprivate func absent(_ absence: Absence, _ number: Int) async throws -> String {
        let there = try await target(Link(.get, DataKey("there")))
        let token = there.split(separator: "=", maxSplits: 1)[1]
        switch absence {
        case .missing: return try await target(Link(.get, DataKey("missing/\(number)")))
        case .otherStore: return "/s/vault/there?t=\(token)"
        case .otherKey: return "/s/docs/other-\(number)?t=\(token)"
        case .otherVerb: return try await target(Link(.put, DataKey("there")))
        case .forged: return String(there.dropLast(3)) + "AAA"
        case .foreignKey:
            let key = try #require(SigningKeys.Key(id: "k2", status: .signing, bytes: (50..<90).map { UInt8($0) }))
            let signer = HostedLinkSigner(
                store: "docs", server: address, keys: try #require(SigningKeys([key])), clock: { RunningServer.time })
            let url = try await signer.sign([Link(.get, DataKey("there"))])[0].get().url
            return String(url.dropFirst(address.publicURL.count))
        case .noSuchStore: return try await target(Link(.get, DataKey("there")), in: "nowhere")
        case .badKey: return try await target(Link(.get, DataKey("a/../there")))
        case .notPublic: return "/p/docs/there"
        case .nothing: return "/admin/\(number)"
        }
    }
}

extension RawAnswer {
    /// All of it but what is another's each time: the id of the request, and the moment.
    fileprivate var comparable: String {
        let fields = headers.filter { $0.name != "date" }.map { "\($0.name): \($0.value)" }
        let text = String(decoding: body, as: UTF8.self).replacing(/\(request [^)]*\)/, with: "")
        return "\(status)\n" + fields.joined(separator: "\n") + "\n" + text
    }
}
