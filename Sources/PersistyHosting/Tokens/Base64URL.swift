/// Base64 with the URL-safe alphabet and without padding (RFC 4648 §5), in the one spelling that each sequence of bytes has.
enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The value of each character; 0xff for all that are none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xff, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    /// Whether it is a character of such texts.
    static func isCharacter(_ character: UInt8) -> Bool { values[Int(character)] != 0xff }

    /// Appends `bytes` as text.
    static func append(_ bytes: [UInt8], to text: inout [UInt8]) { bytes.withUnsafeBytes { append($0, to: &text) } }

    /// Appends `bytes` as text.
    static func append(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        // Written beside and copied at once: one check of the capacity instead of one for each character.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: (bytes.count * 4 + 2) / 3) { characters in
            alphabet.withUnsafeBufferPointer { alphabet in
                var (bits, count, place) = (UInt32(0), 0, 0)
                for byte in bytes {
                    bits = bits << 8 | UInt32(byte)
                    count += 8
                    while count >= 6 {
                        count -= 6
                        characters[place] = alphabet[Int(bits >> count & 0x3f)]
                        place += 1
                    }
                }
                if count > 0 { characters[place] = alphabet[Int(bits << (6 - count) & 0x3f)] }
            }
            text.append(contentsOf: characters)
        }
    }

    /// The bytes that `text` spells; `nil` for another alphabet, padding, blanks, or bits at the end that are not zero:
    /// no two texts have the same bytes.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var (bits, count) = (UInt32(0), 0)
        for character in text {
            let value = values[Int(character)]
            guard value != 0xff else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
                bits &= 1 << count - 1
            }
        }
        return bits == 0 ? bytes : nil
    }
}
