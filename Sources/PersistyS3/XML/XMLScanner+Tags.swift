/// Tags, attributes and the declaration.
extension XMLScanner {
    mutating func readStart() throws(AnswerError) {
        guard !open.isEmpty || !hadRoot else { throw .malformed("It is more than one document.") }
        guard open.count < Self.greatestDepth else { throw .malformed("Its elements are nested too deeply.") }
        position += 1
        let qualified = try readName()
        hadRoot = true
        open.append(qualified)
        name = local(qualified)
        if byte(position) == UInt8(ascii: ">") {
            position += 1
            return
        }
        try readAttributes()
        if byte(position) == UInt8(ascii: "/") {
            position += 1
            endsAtOnce = true
        }
        guard byte(position) == UInt8(ascii: ">") else { throw .malformed("A tag in it is not closed.") }
        position += 1
    }

    mutating func readEnd() throws(AnswerError) {
        position += 2
        let qualified = try readName()
        skipBlanks()
        guard byte(position) == UInt8(ascii: ">") else { throw .malformed("A tag in it is not closed.") }
        position += 1
        guard let begun = open.popLast(), begun.count == qualified.count else {
            throw .malformed("An element in it ends that did not begin.")
        }
        for offset in 0..<begun.count
        where bytes[begun.lowerBound + offset] != bytes[qualified.lowerBound + offset] {
            throw .malformed("An element in it ends that did not begin.")
        }
        name = local(qualified)
    }

    private mutating func readName() throws(AnswerError) -> Range<Int> {
        let start = position
        position = bytes.withUnsafeBufferPointer { bytes in
            var end = start
            while end < bytes.count, bytes[end].isXMLName { end += 1 }
            return end
        }
        guard position > start, !bytes[start].isXMLNameInside else { throw .malformed("A tag in it has no name.") }
        return start..<position
    }

    /// What follows the prefix of a namespace.
    private func local(_ qualified: Range<Int>) -> Range<Int> {
        for index in qualified where bytes[index] == UInt8(ascii: ":") { return (index + 1)..<qualified.upperBound }
        return qualified
    }

    private mutating func readAttributes() throws(AnswerError) {
        var names: [Range<Int>] = []
        while true {
            let start = position
            skipBlanks()
            let byte = byte(position)
            if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") { return }
            guard position > start else { throw .malformed("A tag in it is not closed.") }
            let name = try readName()
            guard names.count < Self.mostAttributes else { throw .malformed("A tag in it has too many attributes.") }
            guard !names.contains(where: { bytes[$0] == bytes[name] }) else {
                throw .malformed("A tag in it has the same attribute twice.")
            }
            names.append(name)
            skipBlanks()
            guard self.byte(position) == UInt8(ascii: "=") else { throw .malformed("An attribute in it has no value.") }
            position += 1
            skipBlanks()
            _ = try readQuoted()
        }
    }

    /// What stands in quotes of either kind.
    private mutating func readQuoted() throws(AnswerError) -> Range<Int> {
        let quote = byte(position)
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw .malformed("An attribute in it has no value.")
        }
        position += 1
        let start = position
        while position < bytes.count, bytes[position] != quote, bytes[position] != UInt8(ascii: "<") { position += 1 }
        guard byte(position) == quote else { throw .malformed("An attribute in it does not end.") }
        position += 1
        return start..<(position - 1)
    }

    /// Reads `<?xml …?>`, whose encoding must be the one that is read.
    mutating func readDeclaration() throws(AnswerError) {
        guard holds("<?xml", at: position..<min(position + 5, bytes.count)), byte(position + 5).isXMLBlank else {
            return
        }
        let end = try end(of: "?>", from: position)
        position += 5
        while position < end - 2 {
            skipBlanks()
            guard position < end - 2 else { break }
            let name = try readName()
            guard byte(position) == UInt8(ascii: "=") else { throw .malformed("Its declaration is not one.") }
            position += 1
            let value = String(decoding: bytes[try readQuoted()], as: UTF8.self).lowercased()
            if holds("encoding", at: name), value != "utf-8", value != "utf8", value != "us-ascii" {
                throw .malformed("It is declared to be in another encoding than UTF-8.")
            }
        }
        position = end
    }
}

extension UInt8 {
    /// White space of XML.
    var isXMLBlank: Bool { self == 0x20 || self == 0x0a || self == 0x0d || self == 0x09 }

    /// Whether the byte may stand in a name; of characters beyond ASCII all do.
    fileprivate var isXMLName: Bool {
        // Bits instead of a table: digits, letters, `-`, `.`, `:` and `_`.
        let low: UInt64 = 0x07FF_6000_0000_0000
        let high: UInt64 = 0x07FF_FFFE_87FF_FFFE
        return self < 64 ? low >> UInt64(self) & 1 == 1 : self >= 128 || high >> UInt64(self - 64) & 1 == 1
    }

    /// Whether the byte may stand in a name, but not begin it: a digit, `-` or `.`.
    fileprivate var isXMLNameInside: Bool { (0x30...0x39).contains(self) || self == 0x2d || self == 0x2e }
}
