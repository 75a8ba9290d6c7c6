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
        var path = path
        return path.withUTF8 { path in
            let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
            guard start < path.count else { return value(kind, unnamed) }
            let name = UnsafeBufferPointer(rebasing: path[start...])
            var text: [UInt8] = []
            text.reserveCapacity(kind.utf8.count + 4 * name.count + 32)
            text.append(kind)
            text.append("; filename=\"" as StaticString)
            appendFallback(name, to: &text)
            text.append("\"; filename*=UTF-8''" as StaticString)
            text.appendPercentEncoded(name, keeping: attributeCharacters)
            return String(decoding: text, as: UTF8.self)
        }
    }

    /// Adds `name` with “_” for whatever a shell, a quoted string or a file system may take for something else, and
    /// without what would hide a file or be cut from its name.
    private static func appendFallback(_ name: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) {
        // The bytes of a character beside ASCII that go on with it are none of their own.
        let plain = name.lazy.filter { $0 & 0xc0 != 0x80 }.map { plainCharacters.contains($0) ? $0 : UInt8(ascii: "_") }
        let start = text.count
        for byte in plain where text.count > start || !isTrimmed(byte) { text.append(byte) }
        while text.count > start, let last = text.last, isTrimmed(last) { text.removeLast() }
        if text.count > start + longestFallback { text.removeSubrange((start + longestFallback)...) }
        if text.count == start { text.append(unnamed) }
    }

    private static func isTrimmed(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: ".") }

    private static let plainCharacters = ASCIISet(ASCIISet.alphanumerics + " ._-()")
    /// `attr-char` (RFC 8187 §3.2.1)
    private static let attributeCharacters = ASCIISet(ASCIISet.alphanumerics + "!#$&+-.^_`|~")
}
