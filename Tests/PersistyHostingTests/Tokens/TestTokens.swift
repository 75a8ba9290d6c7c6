import PersistyData

@testable import PersistyHosting

/// Keys and tokens that tests share.
enum TestTokens {
    static func key(_ id: String, _ status: SigningKeys.Status, from first: UInt8) throws -> SigningKeys.Key {
        guard let key = SigningKeys.Key(id: id, status: status, bytes: (0..<32).map { first + $0 }) else {
            throw TokenRefusal.header
        }
        return key
    }

    static func keys(signing: String = "k2") throws -> SigningKeys {
        let all = [("k1-retired", UInt8(0x20)), ("k2", 0), ("k3-next", 0x40)]
        let keys = try all.map { id, first in try key(id, id == signing ? .signing : .verify, from: first) }
        guard let keys = SigningKeys(keys) else { throw TokenRefusal.header }
        return keys
    }

    static func download(_ key: String = "reports/q1.pdf") throws -> LinkToken {
        LinkToken(
            audience: "srv-1", store: "docs", key: try DataKey(key), use: .get(LinkToken.Presentation()),
            notBefore: 1_799_999_990, expires: 1_800_000_300, id: .fresh)
    }

    static func upload(_ key: String = "in/new.bin") throws -> LinkToken {
        var token = try download(key)
        token.use = .put(
            LinkToken.Upload(limit: 1000, contentTypes: ["application/octet-stream"], condition: .absent))
        return token
    }
}
