import Glibc

/// Pulls the tokens of an XML document out of its bytes, one at a time: the part of XML 1.0 that services send.
///
/// There is no DTD, so that no entity exists but the five and no file or address is ever opened. Every index is checked,
/// nothing recurses, and what a document may ask for is bounded: hostile ones end in an error, not in memory or time.
package struct XMLScanner {
    /// What was found.
    enum Token {
        case start, end, text, finished
    }

    /// The deepest nesting; answers of S3 need five.
    static let greatestDepth = 64
    /// The most attributes of an element.
    static let mostAttributes = 64
    /// The most bytes of a document; a page of a thousand keys of 1,024 bytes has fewer.
    static let greatestSize = 8 << 20

    let bytes: [UInt8]
    /// What was found last.
    private(set) var lastToken = Token.finished
    /// The local name of the element that began or ended last.
    var name = 0..<0
    /// The text found last, as it stands in the document.
    private(set) var text = 0..<0
    /// Whether the text found last stands for itself: in a CDATA section.
    private(set) var isLiteral = false
    var position = 0
    /// Where decoded text is put, used again and again.
    var scratch: [UInt8] = []
    let hasCarriageReturn: Bool
    var open: [Range<Int>] = []
    var endsAtOnce = false
    var hadRoot = false

    /// A scanner at the beginning of `bytes`.
    init(_ bytes: [UInt8]) throws(AnswerError) {
        guard bytes.count <= Self.greatestSize else { throw .malformed("It has more than 8 MiB.") }
        self.bytes = bytes
        open.reserveCapacity(16)
        // UTF-16, whose letters hold zeros, is told by its mark: it is no text with forbidden characters.
        guard !bytes.starts(with: [0xff, 0xfe]), !bytes.starts(with: [0xfe, 0xff]) else {
            throw .malformed("It is in UTF-16; only UTF-8 is read.")
        }
        hasCarriageReturn = try XMLDocumentCheck.hasCarriageReturn(bytes)
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
        // S3 sends blanks to keep a connection alive while it works, even before the declaration.
        skipBlanks()
        try readDeclaration()
    }

    /// How many elements are open.
    var depth: Int { open.count }

    /// The next token.
    mutating func next() throws(AnswerError) -> Token {
        lastToken = try readToken()
        return lastToken
    }

    private mutating func readToken() throws(AnswerError) -> Token {
        if endsAtOnce {
            endsAtOnce = false
            open.removeLast()
            return .end
        }
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<") else {
                let start = position
                position = end(ofTextFrom: position)
                text = start..<position
                isLiteral = false
                if !open.isEmpty { return .text }
                guard isBlank(text) else { throw .malformed("It holds text outside of its element.") }
                continue
            }
            switch byte(position + 1) {
            case UInt8(ascii: "/"):
                try readEnd()
                return .end
            case UInt8(ascii: "?"):
                position = try end(of: "?>", from: position + 2)
            case UInt8(ascii: "!"):
                if try readMarkedSection() { return .text }
            default:
                try readStart()
                return .start
            }
        }
        guard open.isEmpty, hadRoot else { throw .malformed("It ends in the middle.") }
        return .finished
    }

    /// The text of the element that has just begun, where it is nothing but text, and whether it stands for itself; the
    /// element's end is read too. `nil` where there is more in the element, and nothing is read.
    mutating func wholeText() -> (Range<Int>, isPlain: Bool)? {
        guard !endsAtOnce, let begun = open.last else { return nil }
        let start = position
        let found = bytes.withUnsafeBytes { bytes -> (end: Int, isPlain: Bool)? in
            guard let base = bytes.baseAddress, let mark = memchr(base + start, 0x3c, bytes.count - start) else {
                return nil
            }
            let end = UnsafeRawPointer(mark) - base
            guard end + 2 + begun.count < bytes.count, bytes[end + 1] == UInt8(ascii: "/"),
                bytes[end + 2 + begun.count] == UInt8(ascii: ">"),
                memcmp(base + begun.lowerBound, base + end + 2, begun.count) == 0
            else { return nil }
            let isPlain =
                memchr(base + start, 0x26, end - start) == nil
                && (!hasCarriageReturn || memchr(base + start, 0x0d, end - start) == nil)
            return (end, isPlain)
        }
        guard let found else { return nil }
        open.removeLast()
        lastToken = .end
        position = found.end + 3 + begun.count
        return (start..<found.end, found.isPlain)
    }

    /// Whether the element that began or ended last has this local name.
    @inline(__always)
    func isNamed(_ other: StaticString) -> Bool { holds(other, at: name) }

    /// Whether there are just these characters in `range`.
    @inline(__always)
    func holds(_ other: StaticString, at range: Range<Int>) -> Bool {
        guard range.count == other.utf8CodeUnitCount else { return false }
        for offset in 0..<range.count where bytes[range.lowerBound + offset] != other.utf8Start[offset] { return false }
        return true
    }

    /// Whether `range` holds blanks only.
    func isBlank(_ range: Range<Int>) -> Bool { bytes[range].allSatisfy(\.isXMLBlank) }

    func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

    private func end(ofTextFrom start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] != UInt8(ascii: "<") { index += 1 }
        return index
    }

    mutating func skipBlanks() {
        while position < bytes.count, bytes[position].isXMLBlank { position += 1 }
    }

    /// The position behind the next `mark`.
    func end(of mark: StaticString, from start: Int) throws(AnswerError) -> Int {
        var index = start
        let count = mark.utf8CodeUnitCount
        while index + count <= bytes.count {
            if holds(mark, at: index..<(index + count)) { return index + count }
            index += 1
        }
        throw .malformed("It ends in the middle.")
    }

    /// Reads a comment, which is nothing, or a CDATA section, which is text. Whether there is text.
    private mutating func readMarkedSection() throws(AnswerError) -> Bool {
        if holds("<!--", at: position..<min(position + 4, bytes.count)) {
            position = try end(of: "-->", from: position + 4)
            return false
        }
        guard holds("<![CDATA[", at: position..<min(position + 9, bytes.count)), !open.isEmpty else {
            throw .malformed("It declares a document type, which no answer of S3 does.")
        }
        let start = position + 9
        position = try end(of: "]]>", from: start)
        text = start..<(position - 3)
        isLiteral = true
        return true
    }
}
