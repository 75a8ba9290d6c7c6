import HTTPTypes
import PersistyData

/// What a request says that its content must be: `Content-MD5` (RFC 1864), and `Repr-Digest` and `Content-Digest`
/// (RFC 9530), which are the same of content without a coding.
struct ContentDigests: Sendable, Hashable {
    var md5: Digest?
    var sha256: Digest?

    /// All of them, those that tell most first.
    var all: [Digest] { [sha256, md5].compactMap { $0 } }

    /// Reads them. Digests that are not made here are left out; what is malformed, or contradicts itself, is refused.
    init(_ fields: HTTPFields) throws(RequestRefusal) {
        for value in fields[values: .contentMD5] {
            guard let bytes = Base64.decode(Array(value.utf8)), let digest = Digest(.md5, bytes) else {
                throw .malformed("The Content-MD5 is none.")
            }
            try take(digest, as: \.md5)
        }
        for name in [HTTPField.Name.reprDigest, .contentDigest] {
            // Sent several times, it is one dictionary (RFC 8941 §4.2).
            guard let value = fields[name] else { continue }
            guard let members = Self.members(value) else { throw .malformed("The \(name.rawName) is none.") }
            for member in members where member.name == "sha-256" {
                guard let digest = Digest(.sha256, member.bytes) else {
                    throw .malformed("The \(name.rawName) has no SHA-256 of 32 bytes.")
                }
                try take(digest, as: \.sha256)
            }
        }
    }

    /// What a link wants the content to be, beside what the request says.
    mutating func require(sha256 bytes: [UInt8]) throws(RequestRefusal) {
        guard let digest = Digest(.sha256, bytes) else { return }
        guard sha256 == nil || sha256 == digest else {
            throw RequestRefusal(.unprocessableContent, "The link is for other content.")
        }
        sha256 = digest
    }

    private mutating func take(
        _ digest: Digest, as property: WritableKeyPath<ContentDigests, Digest?>
    ) throws(RequestRefusal) {
        guard self[keyPath: property] == nil || self[keyPath: property] == digest else {
            throw .malformed("Two digests of one kind differ.")
        }
        self[keyPath: property] = digest
    }

    /// A dictionary of byte sequences (RFC 8941 §3.2, §3.3.5); `nil` for anything else.
    private static func members(_ value: String) -> [(name: String, bytes: [UInt8])]? {
        var scanner = FieldScanner(value)
        var members: [(name: String, bytes: [UInt8])] = []
        repeat {
            scanner.skipBlanks()
            guard let name = scanner.take(while: { isKeyCharacter($0) }), scanner.take("="), scanner.take(":") else {
                return nil
            }
            let text = scanner.take(while: { $0 != UInt8(ascii: ":") && $0 < 0x80 }) ?? ""
            guard scanner.take(":"), let bytes = Base64.decode(Array(text.utf8)) else { return nil }
            members.append((name, bytes))
            scanner.skipBlanks()
        } while scanner.take(",")
        return scanner.isAtEnd ? members : nil
    }

    private static func isKeyCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "*"):
            true
        default: false
        }
    }
}

/// Base64 with padding (RFC 4648 §4), in the one spelling that each sequence of bytes has.
enum Base64 {
    /// The bytes that `text` spells; `nil` for another alphabet, other padding, or blanks.
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        guard text.count.isMultiple(of: 4) else { return nil }
        let padding = text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        var plain = Array(text.dropLast(padding))
        for index in plain.indices {
            switch plain[index] {
            case UInt8(ascii: "+"): plain[index] = UInt8(ascii: "-")
            case UInt8(ascii: "/"): plain[index] = UInt8(ascii: "_")
            case UInt8(ascii: "-"), UInt8(ascii: "_"): return nil
            default: break
            }
        }
        return Base64URL.decode(plain)
    }
}
