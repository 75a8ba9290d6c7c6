import Foundation
import PersistyData
import Testing

@testable import PersistyHosting

/// Tokens that somebody made up, beside the checkout where there are any; what they come to is tried on requests in
/// `HostedServerTests`.
struct HostileToken: Sendable, Decodable, CustomTestStringConvertible {
    struct Request: Sendable, Decodable {
        var method: String
        var store: String
        var key: String
    }

    var id: String
    var `class`: String
    var note: String
    var token: String
    var request: Request
    var expect: String

    var testDescription: String { "\(id) \(`class`): \(note)" }

    /// All of the corpus; none, which is said once, where it is not beside the checkout.
    static let all: [HostileToken] = {
        let checkout = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        guard let corpus = FileManager.default.contents(atPath: checkout + "/../shared/corpus/hostile_tokens.jsonl")
        else {
            print("The corpus of hostile tokens is not beside this checkout; our own are tried.")
            return []
        }
        return corpus.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONDecoder().decode(HostileToken.self, from: Data($0))
        }
    }()
}

@Suite struct `A hostile token` {
    /// The classes that a token alone decides; the others need a server.
    private static let decidedByToken: Set = [
        "valid", "alg", "kid", "header", "encoding", "malformed", "payload", "signature", "time", "scope", "verb",
    ]

    @Test(arguments: HostileToken.all.filter { decidedByToken.contains($0.class) })
    func `is taken or refused as it should be`(hostile: HostileToken) throws {
        let verifier = LinkVerifier(LinkTokens(try TestTokens.keys()), audience: "srv-1", longestLife: 604_800)
        let isTaken: Bool
        do throws(TokenRefusal) {
            let token = try verifier.verify(hostile.token, at: 1_800_000_000)
            isTaken =
                token.store == hostile.request.store && token.key.text == hostile.request.key
                && token.use.takes(hostile.request.method)
        } catch {
            isTaken = false
        }
        #expect(isTaken == hostile.expect.hasPrefix("accept"), "\(hostile.expect)")
    }
}
