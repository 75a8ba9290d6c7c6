/// Reads the value of a header by the rules that most are made of (RFC 9110 §5.6). What a method does not find, it does
/// not take.
struct FieldScanner {
    private var rest: ArraySlice<UInt8>

    init(_ value: String) { rest = Array(value.utf8)[...] }

    init(_ value: [UInt8]) { rest = value[...] }

    /// Whether all has been read.
    var isAtEnd: Bool { rest.isEmpty }

    /// Takes blanks and tabs (`OWS`, §5.6.3).
    mutating func skipBlanks() { rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } }

    /// Takes `text`, which is ASCII, in any case of its letters.
    mutating func take(_ text: String) -> Bool {
        guard rest.count >= text.utf8.count, zip(rest, text.utf8).allSatisfy({ $0.lowercased == $1.lowercased }) else {
            return false
        }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    /// Takes a `token` (§5.6.2).
    mutating func token() -> String? { take { Self.isTokenCharacter[Int($0)] } }

    /// Takes all that `isWanted`, which takes ASCII only; `nil` for none.
    mutating func take(while isWanted: (UInt8) -> Bool) -> String? {
        let taken = rest.prefix(while: isWanted)
        guard !taken.isEmpty else { return nil }
        rest = rest.dropFirst(taken.count)
        return String(decoding: taken, as: UTF8.self)
    }

    /// Takes a `quoted-string` (§5.6.4): the bytes that it stands for.
    mutating func quotedString() -> [UInt8]? {
        guard rest.first == UInt8(ascii: "\"") else { return nil }
        var bytes: [UInt8] = []
        var index = rest.startIndex + 1
        while index < rest.endIndex {
            var byte = rest[index]
            if byte == UInt8(ascii: "\"") {
                rest = rest[(index + 1)...]
                return bytes
            }
            if byte == UInt8(ascii: "\\") {
                index += 1
                guard index < rest.endIndex else { return nil }
                byte = rest[index]
            }
            guard byte >= 0x20 && byte != 0x7f || byte == UInt8(ascii: "\t") else { return nil }
            bytes.append(byte)
            index += 1
        }
        return nil
    }

    /// Takes decimal digits; a number that 64 bits do not hold is as good as the greatest that they do.
    mutating func number() -> Int64? {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        var number: Int64 = 0
        for digit in digits {
            let (product, overflows) = number.multipliedReportingOverflow(by: 10)
            let (sum, carries) = product.addingReportingOverflow(Int64(digit - 0x30))
            if overflows || carries { return .max }
            number = sum
        }
        return number
    }

    private static let isTokenCharacter: [Bool] = {
        let characters = Set("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        return (0...UInt8.max).map { characters.contains($0) }
    }()
}

extension UInt8 {
    /// The small letter of an ASCII letter; anything else as it is.
    fileprivate var lowercased: UInt8 { (0x41...0x5a).contains(self) ? self | 0x20 : self }
}
