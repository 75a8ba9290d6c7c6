/// A checksum of the whole content of an item. Never a hash of hashes, never a guess.
public struct Digest: Sendable, Hashable {
    /// How a digest is made.
    public enum Algorithm: String, Sendable, CaseIterable {
        case md5, sha256, crc32c, crc64nvme

        /// Those that tell most first.
        package static let byStrength: [Algorithm] = [.sha256, .md5, .crc64nvme, .crc32c]

        /// How many bytes the digest has.
        public var byteCount: Int {
            switch self {
            case .md5: 16
            case .sha256: 32
            case .crc32c: 4
            case .crc64nvme: 8
            }
        }

        /// The name that people know: `MD5`, `SHA-256`, `CRC32C`.
        public var title: String {
            switch self {
            case .md5: "MD5"
            case .sha256: "SHA-256"
            case .crc32c: "CRC32C"
            case .crc64nvme: "CRC64NVME"
            }
        }
    }

    /// How it was made.
    public let algorithm: Algorithm
    /// The digest, most significant byte first.
    public let bytes: [UInt8]

    /// A digest of known bytes; `nil` when their number is not the algorithm's.
    public init?(_ algorithm: Algorithm, _ bytes: [UInt8]) {
        guard bytes.count == algorithm.byteCount else { return nil }
        self.algorithm = algorithm
        self.bytes = bytes
    }

    /// A digest from hexadecimal digits of either case; `nil` when there are others, or too few or many.
    public init?(_ algorithm: Algorithm, hexadecimal text: String) {
        guard text.utf8.count == algorithm.byteCount * 2 else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for character in text.utf8 {
            let digit: UInt8
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = character - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = character - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = character - UInt8(ascii: "A") + 10
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        self.init(algorithm, bytes)
    }

    /// The digest in lower-case hexadecimal digits.
    public var hexadecimal: String {
        String(unsafeUninitializedCapacity: bytes.count * 2) { text in
            for (index, byte) in bytes.enumerated() {
                text[2 * index] = Self.digits[Int(byte >> 4)]
                text[2 * index + 1] = Self.digits[Int(byte & 15)]
            }
            return bytes.count * 2
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
