/// Some of the characters of ASCII, as bits instead of a table or a `Set`: it is asked for each byte of each key that is signed.
package struct ASCIISet: Sendable, Hashable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    /// The characters of `text`; those that are not of ASCII are left out.
    package init(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case 0..<64: low |= 1 << UInt64(byte)
            case 64..<128: high |= 1 << UInt64(byte - 64)
            default: break
            }
        }
    }

    /// Whether `byte` is one of them.
    package func contains(_ byte: UInt8) -> Bool {
        byte < 64 ? low >> UInt64(byte) & 1 == 1 : byte < 128 && high >> UInt64(byte - 64) & 1 == 1
    }
}

extension ASCIISet {
    /// `A–Z a–z 0–9`
    package static let alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    /// What stands for itself in every part of an address (RFC 3986 §2.3).
    package static let unreserved = ASCIISet(alphanumerics + "-._~")
    /// The same, and what parts the steps of a path.
    package static let unreservedAndSlash = ASCIISet(alphanumerics + "-._~/")
}
