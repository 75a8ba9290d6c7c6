import Crypto
import PersistyData
import PersistyTestSupport
import Testing

@testable import PersistyHosting

@Suite struct `A link's token` {
    @Test func `says what was signed`() throws {
        let tokens = LinkTokens(try TestTokens.keys())
        var download = try TestTokens.download("Ünï/\u{202e}gpj \"'\\\n😀")
        download.use = .get(LinkToken.Presentation(isInline: true, fileName: "a:b \"c\".pdf"))
        var form = try TestTokens.upload()
        form.use = .post(
            LinkToken.Upload(
                limit: .max, length: 12, contentTypes: ["image/*", "text/plain"],
                condition: .matches(ETag("a\"b")), sha256: [UInt8](repeating: 7, count: 32)))
        for token in [download, form, try TestTokens.download(), try TestTokens.upload()] {
            let text = try #require(tokens.sign(token))
            #expect(try tokens.read(text) == token)
        }
        for condition in [WriteCondition.absent, .always, .present, .matches(ETag("x"))] {
            #expect(WriteCondition(claim: condition.claim) == condition)
        }
    }

    @Test func `is not made when it would be too long to be read`() throws {
        var token = try TestTokens.download(String(repeating: "\u{1}", count: 1024))
        #expect(LinkTokens(try TestTokens.keys()).sign(token) == nil)
        token.key = try DataKey(String(repeating: "k", count: 1024))
        #expect(LinkTokens(try TestTokens.keys()).sign(token) != nil)
    }

    @Test func `with any one bit changed opens nothing`() throws {
        let tokens = LinkTokens(try TestTokens.keys())
        for token in [try TestTokens.download(), try TestTokens.upload()] {
            let text = Array(try #require(tokens.sign(token)).utf8)
            for bit in 0..<text.count * 8 {
                var changed = text
                changed[bit / 8] ^= 1 << (bit % 8)
                #expect(throws: TokenRefusal.self) { try tokens.read(String(decoding: changed, as: UTF8.self)) }
            }
        }
    }

    @Test func `changed in a hundred thousand ways opens nothing`() throws {
        let tokens = LinkTokens(try TestTokens.keys())
        var generator = SeededGenerator(20_261_126)
        let texts = try (0..<8).map { _ in Array(try #require(tokens.sign(try TestTokens.download())).utf8) }
        let valid = Set(texts)
        var refused = 0
        while refused < 100_000 {
            let changed = mutated(texts, &generator)
            if valid.contains(changed) { continue }
            do throws(TokenRefusal) {
                _ = try tokens.read(String(decoding: changed, as: UTF8.self))
                Issue.record("taken: \(String(decoding: changed, as: UTF8.self))")
                return
            } catch {
                refused += 1
            }
        }
    }

    @Test(arguments: [
        (Int64(-31), TokenRefusal.notYet), (-30, nil), (0, nil), (309, nil), (310, .expired), (311, .expired),
    ])
    func `is good from its beginning, less what clocks differ, until the second of its end`(
        second: Int64, refusal: TokenRefusal?
    ) throws {
        let token = try TestTokens.download()
        do throws(TokenRefusal) {
            try token.check(at: token.notBefore + second, longestLife: 604_800)
            #expect(refusal == nil)
        } catch {
            #expect(error == refusal)
        }
    }

    @Test func `does not outlive what its server allows`() throws {
        var token = try TestTokens.download()
        token.expires = token.notBefore + 604_800
        try token.check(at: token.notBefore, longestLife: 604_800)
        token.expires += 1
        #expect(throws: TokenRefusal.life) { try token.check(at: token.notBefore, longestLife: 604_800) }
        (token.notBefore, token.expires) = (20, 10)
        #expect(throws: TokenRefusal.expired) { try token.check(at: 0, longestLife: 604_800) }
    }

    @Test func `of another key, or of one that is gone, is refused`() throws {
        let text = try #require(LinkTokens(try TestTokens.keys(signing: "k3-next")).sign(try TestTokens.download()))
        _ = try LinkTokens(try TestTokens.keys()).read(text)
        let only = try #require(SigningKeys([try TestTokens.key("k2", .signing, from: 0)]))
        #expect(throws: TokenRefusal.header) { try LinkTokens(only).read(text) }
        let another = try #require(SigningKeys([try TestTokens.key("k3-next", .signing, from: 1)]))
        #expect(throws: TokenRefusal.signature) { try LinkTokens(another).read(text) }
    }

    @Test func `keys are one that signs, and never printed`() throws {
        let (one, two) = (try TestTokens.key("a", .signing, from: 65), try TestTokens.key("b", .signing, from: 65))
        #expect(SigningKeys([one, two]) == nil && SigningKeys([]) == nil && SigningKeys([one, one]) == nil)
        #expect(SigningKeys.Key(id: "a", status: .signing, bytes: [UInt8](repeating: 1, count: 31)) == nil)
        #expect(SigningKeys.Key(id: "../a", status: .signing, bytes: [UInt8](repeating: 1, count: 32)) == nil)
        let keys = try #require(SigningKeys([one]))
        var dumped = ""
        dump(keys, to: &dumped)
        dump(one, to: &dumped)
        #expect(!dumped.contains("ABCD") && "\(keys) \(one)" == "a (signing) a (signing): •••")
    }

    /// Cuts, doubles, swaps and replaces parts of valid tokens.
    private func mutated(_ texts: [[UInt8]], _ generator: inout SeededGenerator) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\0".utf8)
        var text = texts[Int.random(in: 0..<texts.count, using: &generator)]
        let other = texts[Int.random(in: 0..<texts.count, using: &generator)]
        for _ in 0...Int.random(in: 0..<3, using: &generator) {
            let place = Int.random(in: 0..<text.count, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: text[place] = alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            case 1: text.insert(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)], at: place)
            case 2: text.remove(at: place)
            case 3: text = Array(text[..<place]) + other.dropFirst(place)
            case 4: text.removeSubrange(place...)
            default:
                let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
                let others = other.split(separator: UInt8(ascii: "."))
                let part = Int.random(in: 0..<3, using: &generator)
                guard parts.count == 3 else { break }
                var mixed = parts.map(Array.init)
                mixed[part] = Array(others[part])
                text = Array(mixed.joined(separator: [UInt8(ascii: ".")]))
            }
            if text.isEmpty { return text }
        }
        return text
    }
}

@Suite struct `A signer of hosted links` {
    private func signed(_ change: (inout Link) -> Void, _ method: Link.Method = .put) async throws -> DataError.Code? {
        var link = Link(method, try DataKey("a"))
        change(&link)
        let signer = HostedLinkSigner(
            store: "docs", server: HostedAddress(publicURL: "https://srv-1.example"), keys: try TestTokens.keys())
        guard case .failure(let error) = await signer.sign([link]).first else { return nil }
        return error.code
    }

    @Test func `refuses what its tokens cannot say, and what they would allow beside it`() async throws {
        #expect(try await signed { _ in } == nil)
        #expect(try await signed { $0.contentType = "text/plain; a=\"x,y\"" } == .badContentType)
        #expect(try await signed { $0.contentType = "png" } == .badContentType)
        #expect(try await signed { $0.condition = .matches(ETag("x", isWeak: true)) } == .badContentType)
        #expect(try await signed({ $0.fileName = "" }, .get) == .badContentType)
        #expect(try await signed({ $0.fileName = String(repeating: "n", count: 256) }, .get) == .badContentType)
        #expect(try await signed({ _ in }, .head) == .unsupported)
        #expect(try await signed({ _ in }, .delete) == .unsupported)
    }
}
