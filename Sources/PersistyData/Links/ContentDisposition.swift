/// The value of a header `Content-Disposition` (RFC 6266), in which a name says nothing but itself.
///
/// The name stands in it twice: whole, escaped by RFC 8187, and for old clients in the plainest of ASCII. All of the value
/// is printable ASCII, whatever the name is; of a path, only the last part is in it.
public enum ContentDisposition {
    /// For an item to be saved under the last part of `fileName`.
    public static func attachment(fileName: String) -> String { value("attachment", fileName) }

    /// For an item that a browser may show, and then save under the last part of `fileName`.
    public static func inline(fileName: String) -> String { value("inline", fileName) }

    /// The name of what has none.
    private static let unnamed = "download"
    /// The longest name for old clients.
    private static let longestFallback = 150

    private static func value(_ kind: String, _ path: String) -> String {
        let last =
            path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).last ?? path.utf8[...]
        let name = last.isEmpty ? Substring(unnamed) : Substring(last)
        return "\(kind); filename=\"\(fallback(name))\"; filename*=UTF-8''\(extended(name))"
    }

    /// `name` with “_” for whatever a shell, a quoted string or a file system may take for something else, and without
    /// what would hide a file or be cut from its name.
    private static func fallback(_ name: Substring) -> String {
        let plain = name.unicodeScalars.map { scalar in
            scalar.isASCII && plainCharacters.contains(UInt8(truncatingIfNeeded: scalar.value))
                ? UInt8(truncatingIfNeeded: scalar.value) : UInt8(ascii: "_")
        }
        let isTrimmed: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ".") }
        let start = plain.drop(while: isTrimmed)
        let trimmed = start.prefix((start.lastIndex { !isTrimmed($0) } ?? start.startIndex - 1) + 1 - start.startIndex)
        return trimmed.isEmpty ? unnamed : String(decoding: trimmed.prefix(longestFallback), as: UTF8.self)
    }

    /// `name` as a `value-chars` (RFC 8187 §3.2.1).
    private static func extended(_ name: Substring) -> String {
        var text: [UInt8] = []
        for byte in name.utf8 {
            if attributeCharacters.contains(byte) {
                text.append(byte)
            } else {
                text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    private static let plainCharacters = Set((letters + " ._-()").utf8)
    private static let attributeCharacters = Set((letters + "!#$&+-.^_`|~").utf8)
    private static let digits = Array("0123456789ABCDEF".utf8)
}
