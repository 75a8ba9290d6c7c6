/// Reads the header by RFC 6266 §4.1 and RFC 8187 §3.2, from the other end than what writes it.
struct ReadDisposition {
    var kind: String
    var fallback: [UInt8] = []
    var name: [UInt8] = []

    init?(_ value: String) {
        var rest = Array(value.utf8)[...]
        func take(until end: UInt8) -> [UInt8]? {
            guard let index = rest.firstIndex(of: end) else { return nil }
            defer { rest = rest[(index + 1)...] }
            return Array(rest[..<index])
        }
        guard let kind = take(until: UInt8(ascii: ";")) else { return nil }
        self.kind = String(decoding: kind, as: UTF8.self)
        guard take(until: UInt8(ascii: "=")) == Array(" filename".utf8), rest.popFirst() == UInt8(ascii: "\"") else {
            return nil
        }
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            guard let next = byte == UInt8(ascii: "\\") ? rest.popFirst() : byte else { return nil }
            fallback.append(next)
        }
        guard take(until: UInt8(ascii: "=")) == Array("; filename*".utf8),
            take(until: UInt8(ascii: "'")) == Array("UTF-8".utf8), take(until: UInt8(ascii: "'")) == []
        else { return nil }
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                guard
                    "!#$&+-.^_`|~".utf8.contains(byte) || Character(Unicode.Scalar(byte)).isNumber
                        || Character(Unicode.Scalar(byte)).isLetter
                else { return nil }
                name.append(byte)
                continue
            }
            guard let decoded = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
            name.append(decoded)
            rest = rest.dropFirst(2)
        }
    }
}
