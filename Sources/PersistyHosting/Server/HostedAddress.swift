public import PersistyData

/// Where a hosted server is reached, and what it lets links be.
public struct HostedAddress: Sendable, Hashable {
    /// What all its addresses begin with, without a “/” at the end: `https://files.example`.
    public let publicURL: String
    /// The longest that a link lives, in seconds.
    public var longestLife: Int64 = 604_800
    /// The most bytes of an upload.
    public var uploadLimit: Int64 = 1 << 30

    /// A server at `publicURL`.
    public init(publicURL: String) {
        self.publicURL = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
    }

    /// The address of an item that only a token opens.
    func secured(store: String, _ key: DataKey) -> String { address(Self.securedPath, store, key) }

    /// The address of an item of a store that everybody may read.
    public func open(store: String, _ key: DataKey) -> String { address(Self.openPath, store, key) }

    static let securedPath = "/s/"
    static let openPath = "/p/"

    private func address(_ path: String, _ store: String, _ key: DataKey) -> String {
        var text = Array(publicURL.utf8)
        text.append(contentsOf: path.utf8)
        PathText.append(store, to: &text)
        text.append(UInt8(ascii: "/"))
        PathText.append(key.text, to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}

/// Keys as paths of addresses and back (RFC 3986 §3.3).
enum PathText {
    private static let unreserved = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~/".utf8)
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Appends `key`. Segments that clients take for steps in the path, `.` and `..`, and empty ones are escaped where
    /// that keeps them; a server decides by the token, whatever a client makes of the path.
    static func append(_ key: String, to text: inout [UInt8]) {
        for byte in key.utf8 {
            if unreserved.contains(byte) {
                text.append(byte)
            } else {
                text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }

    /// The bytes that a path spells; `nil` for an escape that is none.
    static func decode(_ path: Substring.UTF8View) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(path.count)
        var rest = path[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(value), let low = rest.popFirst().flatMap(value) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
