import PersistyData

/// What is kept beside an item's bytes, as headers and back ("Working with object metadata", Amazon S3 User Guide).
enum AttributeHeaders {
    private static let userPrefix = "x-amz-meta-"
    /// The time of the original, in seconds with a fraction, where rclone keeps it too.
    private static let modifiedName = "mtime"

    /// The headers that keep `attributes`.
    static func headers(_ attributes: DataAttributes) -> [SignableRequest.Header] {
        var headers: [SignableRequest.Header] = []
        for (name, value) in [
            ("content-type", attributes.contentType), ("content-disposition", attributes.contentDisposition),
            ("content-encoding", attributes.contentEncoding), ("content-language", attributes.contentLanguage),
            ("cache-control", attributes.cacheControl),
        ] {
            if let value { headers.append(.init(name, encoded(value))) }
        }
        for (name, value) in attributes.user.sorted(by: { $0.key < $1.key }) where name != modifiedName {
            headers.append(.init(userPrefix + name, encoded(value)))
        }
        if let time = attributes.modifiedAtSource {
            headers.append(.init(userPrefix + modifiedName, seconds(time)))
        } else if let own = attributes.user[modifiedName] {
            headers.append(.init(userPrefix + modifiedName, encoded(own)))
        }
        return headers
    }

    /// What the headers of an answer keep.
    static func attributes(_ answer: S3Answer) -> DataAttributes {
        var attributes = DataAttributes(contentType: answer.header("content-type"))
        attributes.contentDisposition = answer.header("content-disposition").map(decoded)
        attributes.contentEncoding = answer.header("content-encoding").map(decoded).flatMap(withoutChunking)
        attributes.contentLanguage = answer.header("content-language").map(decoded)
        attributes.cacheControl = answer.header("cache-control").map(decoded)
        for (name, value) in answer.headers where name.hasPrefix(userPrefix) {
            let name = String(name.dropFirst(userPrefix.count))
            if name == modifiedName, let time = time(value) {
                attributes.modifiedAtSource = time
            } else {
                attributes.user[name] = decoded(value)
            }
        }
        return attributes
    }

    /// `aws-chunked` tells how an upload came, and not what the item is; some services keep it.
    private static func withoutChunking(_ encoding: String) -> String? {
        let kept = encoding.split(separator: ",").map { $0.drop { $0 == " " } }.filter { $0 != "aws-chunked" }
        return kept.isEmpty ? nil : kept.joined(separator: ",")
    }

    // MARK: Texts that are not ASCII, as RFC 2047 §4.1 has them: what S3 itself answers.

    static func encoded(_ text: String) -> String {
        // What looks encoded would be decoded, and a blank at either end would be cut off.
        let isPlain =
            text.utf8.allSatisfy { (0x20..<0x7f).contains($0) } && !text.contains("=?")
            && text.first != " " && text.last != " " && !text.contains("  ")
        return isPlain ? text : "=?UTF-8?B?" + Array(text.utf8).base64 + "?="
    }

    static func decoded(_ text: String) -> String {
        guard text.hasPrefix("=?"), text.hasSuffix("?=") else { return text }
        let words = text.split(separator: " ").map { word -> String? in
            let parts = word.dropFirst(2).dropLast(2).split(separator: "?", omittingEmptySubsequences: false)
            guard word.hasPrefix("=?"), word.hasSuffix("?="), parts.count == 3, parts[0].lowercased() == "utf-8" else {
                return nil
            }
            switch parts[1].lowercased() {
            case "b": return [UInt8](base64: parts[2].utf8).flatMap { String(validating: $0, as: UTF8.self) }
            case "q": return quotedPrintable(parts[2])
            default: return nil
            }
        }
        return words.contains(nil) ? text : words.compactMap(\.self).joined()
    }

    private static func quotedPrintable(_ text: Substring) -> String? {
        let bytes = text.utf8.map { $0 == UInt8(ascii: "=") ? UInt8(ascii: "%") : $0 == UInt8(ascii: "_") ? 0x20 : $0 }
        return PercentEncoding.decoded(bytes, plusIsSpace: false).flatMap { String(validating: $0, as: UTF8.self) }
    }

    // MARK: Seconds with a fraction

    static func seconds(_ time: Timestamp) -> String {
        let fraction = time.nanoseconds - time.seconds * 1_000_000_000
        return "\(time.seconds)" + (fraction == 0 ? "" : "." + Int(fraction).padded(9))
    }

    static func time(_ text: String) -> Timestamp? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let seconds = Int64(parts[0]) else { return nil }
        guard parts.count == 2 else { return Timestamp(seconds: seconds) }
        let digits = parts[1].prefix(9)
        guard !digits.isEmpty, parts[1].utf8.allSatisfy(\.isDigit), var fraction = Int64(digits) else { return nil }
        for _ in digits.count..<9 { fraction *= 10 }
        return Timestamp(seconds: seconds, nanoseconds: parts[0].hasPrefix("-") ? -fraction : fraction)
    }
}
