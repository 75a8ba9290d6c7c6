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
    func secured(store: String, _ key: DataKey) -> [UInt8] { address(Self.securedPath, store, key) }

    /// The address of an item of a store that everybody may read.
    public func open(store: String, _ key: DataKey) -> String {
        String(decoding: address(Self.openPath, store, key), as: UTF8.self)
    }

    static let securedPath = "/s/"
    static let openPath = "/p/"

    private func address(_ path: String, _ store: String, _ key: DataKey) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(publicURL.utf8.count + key.text.utf8.count + 600)
        text.append(publicURL)
        text.append(path)
        text.appendPercentEncoded(store, keepingSlash: false)
        text.append(UInt8(ascii: "/"))
        text.appendPercentEncoded(key.text, keepingSlash: true)
        return text
    }
}
