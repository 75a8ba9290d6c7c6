import PersistyData
import TerminalUI

/// A line of a listing.
struct ListedRow {
    var key: [UInt8]
    var kind: ItemBatch.Kind
    var size: Int64?
    var time: Timestamp?
    var etag: ETag?
    var contentType: String?
    var storageClass: String?
    /// Whether the store has storage classes, so that there is a column of them.
    var hasStorageClass = false
    /// Where a link leads to, if that was looked at.
    var target: [UInt8]?

    /// How a row is written for people.
    struct Format {
        /// Size, time and validator before the key.
        var isLong = false
        var hasHumanSizes = false
        /// Ends lines with NUL, for `xargs -0`.
        var endsWithNUL = false
        /// Escapes keys, because a terminal reads them.
        var isShown: Bool
    }

    /// The row as text.
    func append(to bytes: inout [UInt8], _ format: Format) {
        if format.isLong {
            let size = self.size.map { format.hasHumanSizes ? HumanSize.text($0) : String($0) }
            bytes.append(rightAligned: size ?? (kind.isSpecial ? kind.name : "—"), width: format.hasHumanSizes ? 8 : 13)
            bytes.append(contentsOf: "  ".utf8)
            if let time { bytes.append(seconds: time) } else { bytes.append(padded: "—", width: 20) }
            bytes.append(contentsOf: "  ".utf8)
            bytes.append(padded: etag.map { ShownText($0.value).text } ?? "—", width: 32)
            bytes.append(contentsOf: "  ".utf8)
            if hasStorageClass {
                bytes.append(padded: storageClass.map { ShownText($0).text } ?? "—", width: 12)
                bytes.append(contentsOf: "  ".utf8)
            }
        }
        if format.isShown {
            bytes.append(contentsOf: ShownText(bytes: key).text.utf8)
        } else {
            bytes.append(contentsOf: key)
        }
        bytes.append(format.endsWithNUL ? 0 : UInt8(ascii: "\n"))
    }

    /// The row as a JSON object. A key that is not UTF-8 is null, and its bytes are in `keyBytes`, in hexadecimal.
    func json(store: String? = nil) -> [UInt8] {
        var line = JSONLine()
        if let store { line.field("store", store) }
        let text = String(validating: key, as: UTF8.self)
        line.field("key", text)
        if text == nil {
            line.field("keyBytes", key.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
        }
        line.field("kind", kind.name)
        line.field("size", size)
        line.field("modified", time?.rfc3339)
        line.field("etag", etag?.value)
        line.field("contentType", contentType)
        if hasStorageClass { line.field("storageClass", storageClass) }
        if let target { line.field("target", String(validating: target, as: UTF8.self)) }
        return line.line
    }
}

extension [UInt8] {
    /// The moment by RFC 3339 in UTC to the second, in twenty columns for four-digit years.
    mutating func append(seconds time: Timestamp) {
        let civil = time.civil()
        append(civil.year, digits: 4)
        append(UInt8(ascii: "-"))
        append(civil.month, digits: 2)
        append(UInt8(ascii: "-"))
        append(civil.day, digits: 2)
        append(UInt8(ascii: "T"))
        append(civil.hour, digits: 2)
        append(UInt8(ascii: ":"))
        append(civil.minute, digits: 2)
        append(UInt8(ascii: ":"))
        append(civil.second, digits: 2)
        append(UInt8(ascii: "Z"))
    }

    private mutating func append(_ number: Int, digits: Int) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    fileprivate mutating func append(rightAligned text: String, width: Int) {
        append(contentsOf: repeatElement(UInt8(ascii: " "), count: Swift.max(0, width - text.unicodeScalars.count)))
        append(contentsOf: text.utf8)
    }

    fileprivate mutating func append(padded text: String, width: Int) {
        append(contentsOf: text.utf8)
        append(contentsOf: repeatElement(UInt8(ascii: " "), count: Swift.max(0, width - text.unicodeScalars.count)))
    }
}
