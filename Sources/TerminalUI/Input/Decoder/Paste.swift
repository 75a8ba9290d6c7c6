extension InputDecoder {
    /// Text between `ESC [ 200 ~` and `ESC [ 201 ~`, of which at most a mebibyte is kept.
    struct Paste {
        static let limit = 1 << 20
        private static let end = Array("\u{1B}[201~".utf8)

        private var bytes: [UInt8] = []
        private var matched = 0

        /// Takes one byte and answers whether it ended the paste. The end has one Escape and begins with it, so a
        /// failed match can only begin again at the byte that failed it.
        mutating func append(_ byte: UInt8) -> Bool {
            if byte == Self.end[matched] {
                matched += 1
                return matched == Self.end.count
            }
            keep(Self.end[..<matched])
            matched = byte == Self.end[0] ? 1 : 0
            if matched == 0 { keep(CollectionOfOne(byte)) }
            return false
        }

        /// Whether the last bytes may be the beginning of the end.
        var isEnding: Bool { matched > 0 }

        mutating func keep(_ more: some Collection<UInt8>) {
            bytes.append(contentsOf: more.prefix(Self.limit - bytes.count))
        }

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }
}
