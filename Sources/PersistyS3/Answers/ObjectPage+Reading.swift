import PersistyData

extension ObjectPage {
    /// Reads an answer to ListObjectsV2.
    ///
    /// Some services say only at the end that keys are encoded. The page is therefore read as it was asked for, and once
    /// more when the answer says otherwise: keys are decoded exactly once, and only where the answer declares it.
    ///
    /// - Parameters:
    ///   - prefix: The prefix that was asked for; names are what follows it.
    ///   - encoded: Whether `encoding-type=url` was asked for.
    ///   - wholeSeconds: Whether fractions of seconds are left out, as the headers of items leave them out.
    package init(
        _ body: [UInt8], under prefix: String, encoded: Bool = true, wholeSeconds: Bool = false
    ) throws(AnswerError) {
        func made(isEncoded: Bool) -> ObjectPageReader {
            ObjectPageReader(
                prefix: Array(prefix.utf8), isEncoded: isEncoded, wholeSeconds: wholeSeconds,
                expected: body.count / 300)
        }
        var reader = made(isEncoded: encoded)
        if try !reader.read(body) {
            reader = made(isEncoded: !encoded)
            _ = try reader.read(body)
        }
        self = reader.page
    }
}

/// Reads one page, with one assumption about the encoding of its keys.
private struct ObjectPageReader {
    var page = ObjectPage()
    private let prefix: [UInt8]
    private let isEncoded: Bool
    private let wholeSeconds: Bool

    init(prefix: [UInt8], isEncoded: Bool, wholeSeconds: Bool, expected: Int) {
        self.prefix = prefix
        self.isEncoded = isEncoded
        self.wholeSeconds = wholeSeconds
        page.rows.reserve(rows: expected, bytes: expected * 48)
    }

    /// Whether the assumption was right.
    mutating func read(_ body: [UInt8]) throws(AnswerError) -> Bool {
        var scanner = try XMLScanner.answer(body, root: "ListBucketResult")
        var isDeclared = false
        while try scanner.nextChild() {
            if scanner.isNamed("Contents") {
                try readItem(&scanner)
            } else if scanner.isNamed("CommonPrefixes") {
                try readFolder(&scanner)
            } else if scanner.isNamed("IsTruncated") {
                page.isTruncated = try scanner.flagValue()
            } else if scanner.isNamed("NextContinuationToken") {
                page.nextToken = try scanner.textValue()
            } else if scanner.isNamed("EncodingType") {
                isDeclared = try scanner.trimmedValue() == "url"
            } else {
                try scanner.skip()
            }
        }
        try scanner.finish()
        return isDeclared == isEncoded
    }

    private mutating func readItem(_ scanner: inout XMLScanner) throws(AnswerError) {
        var key: ArraySlice<UInt8>?
        var size = ItemBatch.unknownSize
        var time = ItemBatch.unknownTime
        var etag: ItemETag?
        var storageClass: ArraySlice<UInt8>?
        while try scanner.nextChild() {
            if scanner.isNamed("Key") {
                guard key == nil else { throw .malformed("An item in it has two keys.") }
                key = try readKey(&scanner)
            } else if scanner.isNamed("LastModified") {
                let moment = try scanner.timeValue()
                time =
                    (wholeSeconds ? moment.map { Timestamp(seconds: $0.seconds) } : moment)?.nanoseconds
                    ?? ItemBatch.unknownTime
            } else if scanner.isNamed("ETag") {
                let value = try scanner.value()
                etag = ItemETag(scanner.bytes(of: value))
            } else if scanner.isNamed("Size") {
                size = try scanner.countValue() ?? ItemBatch.unknownSize
            } else if scanner.isNamed("StorageClass") {
                let value = try scanner.value()
                storageClass = scanner.bytes(of: value)
            } else {
                try scanner.skip()
            }
        }
        guard let key else { throw .malformed("An item in it has no key.") }
        guard isUsable(key) else { return }
        let name = key.dropFirst(prefix.count)
        name.withUnsafeBytes { name in
            switch etag {
            case .md5(let high, let low):
                withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { md5 in
                    page.rows.append(name: name, size: size, time: time, md5: md5)
                }
            case .other(let etag):
                page.rows.append(name: name, size: size, time: time, md5: .init(start: nil, count: 0))
                page.rows.setLast(etag: etag)
            case nil: page.rows.append(name: name, size: size, time: time, md5: .init(start: nil, count: 0))
            }
        }
        if let storageClass { page.rows.setLast(storageClass: storageClass) }
    }

    private mutating func readFolder(_ scanner: inout XMLScanner) throws(AnswerError) {
        while try scanner.nextChild() {
            guard scanner.isNamed("Prefix") else {
                try scanner.skip()
                continue
            }
            let folder = try readKey(&scanner)
            guard isUsable(folder) else { continue }
            folder.dropFirst(prefix.count).withUnsafeBufferPointer { page.rows.append(name: $0, kind: .folder) }
            page.rows.setLast(size: ItemBatch.unknownSize, time: ItemBatch.unknownTime)
        }
    }

    /// The bytes of a key, decoded where the page's are encoded.
    private func readKey(_ scanner: inout XMLScanner) throws(AnswerError) -> ArraySlice<UInt8> {
        let value = try scanner.value()
        let bytes = scanner.bytes(of: value)
        guard isEncoded, bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return bytes
        }
        guard let decoded = PercentEncoding.decoded(bytes, plusIsSpace: true) else {
            throw .malformed("A key in it is not encoded as it says.")
        }
        return decoded[...]
    }

    /// Whether a key can be a row; what cannot is counted.
    private mutating func isUsable(_ key: ArraySlice<UInt8>) -> Bool {
        if key.isEmpty {
            page.notices.emptyKeys += 1
        } else if key.count > DataKey.maximumLength || isEncoded && key.contains(0) {
            page.notices.impossibleKeys += 1
        } else if !key.starts(with: prefix) {
            page.notices.foreignKeys += 1
            if page.notices.someForeignKeys.count < 10 {
                page.notices.someForeignKeys.append(String(decoding: key, as: UTF8.self))
            }
        } else {
            return true
        }
        return false
    }
}

/// A validator in a listing: sixteen bytes where it has the form of an MD5.
private enum ItemETag {
    case md5(UInt64, UInt64)
    case other(ETag)

    /// `nil` for an empty text.
    init?(_ text: ArraySlice<UInt8>) {
        let value = text.trimmed.unquoted
        guard !value.isEmpty else { return nil }
        if value.count == 32, let high = Self.number(value.prefix(16)), let low = Self.number(value.suffix(16)) {
            self = .md5(high, low)
        } else {
            self = .other(ETag(String(decoding: value, as: UTF8.self)))
        }
    }

    /// Lower-case digits only, so that the validator can be told again as it was.
    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var number: UInt64 = 0
        for digit in digits {
            switch digit {
            case 0x30...0x39: number = number << 4 | UInt64(digit - 0x30)
            case 0x61...0x66: number = number << 4 | UInt64(digit - 0x57)
            default: return nil
            }
        }
        return number
    }
}
