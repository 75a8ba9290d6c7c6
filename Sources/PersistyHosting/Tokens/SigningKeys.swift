import Crypto

/// The keys of a server: one signs, all verify.
///
/// A key is made as `next`, so that all servers know it before one signs with it, becomes `signing`, and then `verify`
/// until the last link that it signed has ended.
public struct SigningKeys: Sendable {
    /// What a key is used for.
    public enum Status: String, Sendable, Hashable, CaseIterable {
        case next, signing, verify
    }

    /// A key: at least ``leastBytes`` bytes that nobody else has.
    public struct Key: Sendable {
        public let id: String
        public let status: Status
        /// A code that has taken in the key: copying it saves the two blocks that begin each.
        let code: HMAC<SHA256>
        /// The first part of each token of this key: it has no other spelling.
        let header: [UInt8]

        /// A key; `nil` for an id that is not 1 to 64 letters, digits, “-” and “_”, or too few bytes.
        public init?(id: String, status: Status, bytes: some Sequence<UInt8>) {
            let bytes = Array(bytes)
            guard (1...64).contains(id.utf8.count), id.utf8.allSatisfy(Self.idCharacters.contains),
                bytes.count >= SigningKeys.leastBytes
            else { return nil }
            self.id = id
            self.status = status
            code = HMAC(key: SymmetricKey(data: bytes))
            var header: [UInt8] = []
            Base64URL.append(Array("{\"alg\":\"HS256\",\"typ\":\"dxs+jwt\",\"kid\":\"\(id)\"}".utf8), to: &header)
            self.header = header
        }

        private static let idCharacters = Set(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8)
    }

    /// The fewest bytes of a key: as many as the digest has (RFC 7518 §3.2).
    public static let leastBytes = 32

    /// The one that signs.
    public let signing: Key
    private let byHeader: [[UInt8]: Key]

    /// Keys of which exactly one signs and no two have one id; `nil` otherwise.
    public init?(_ keys: [Key]) {
        let signing = keys.filter { $0.status == .signing }
        guard signing.count == 1 else { return nil }
        self.signing = signing[0]
        byHeader = Dictionary(keys.map { ($0.header, $0) }, uniquingKeysWith: { first, _ in first })
        guard byHeader.count == keys.count else { return nil }
    }

    /// The key that a token with this first part is signed with.
    func key(header: ArraySlice<UInt8>) -> Key? { byHeader[Array(header)] }
}

extension SigningKeys: CustomStringConvertible, CustomReflectable {
    public var description: String {
        byHeader.values.map { "\($0.id) (\($0.status.rawValue))" }.sorted().joined(separator: ", ")
    }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension SigningKeys.Key: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(id) (\(status.rawValue)): •••" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
