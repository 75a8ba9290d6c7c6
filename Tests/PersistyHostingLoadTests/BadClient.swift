import PersistyData

/// A client that costs a server more than it should.
enum BadClient: String, CaseIterable, Sendable {
    /// Its head comes a byte a second, and has no end.
    case slowHead
    /// Its body does.
    case slowBody
    /// It sends some of a great body, and then no more.
    case stalledBody
    /// It asks for a great item, of a file and of a database, and takes nothing.
    case neverReading, neverReadingChunks
    /// It sends nothing, or half of a head and that this is all.
    case silent, halfClosed
    /// It sends a form of a thousand parts.
    case manyParts
    /// Its head has a mebibyte.
    case hugeHead

    /// Whether it takes what the server says.
    var reads: Bool { self != .neverReading && self != .neverReadingChunks }
    /// Whether it says that it will send no more.
    var finishes: Bool { self == .halfClosed }
    /// What it goes on with each second.
    var drips: Bool { self == .slowHead || self == .slowBody }

    /// What it sends at first.
    func beginning(_ targets: Targets) -> [UInt8] {
        switch self {
        case .slowHead: Array("GET \(targets.great) HTTP/1.1\r\nHost: a\r\nX-Slow: ".utf8)
        case .slowBody: Self.upload(targets.upload, "Content-Length: 100000", "hello")
        case .stalledBody:
            Self.upload(targets.upload, "Content-Length: 10000000") + [UInt8](repeating: 1, count: 128 << 10)
        case .neverReading: Array("GET \(targets.great) HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        case .neverReadingChunks: Array("GET \(targets.greatInChunks) HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        case .silent: []
        case .halfClosed: Array("GET \(targets.great) HTTP/1.1\r\nHo".utf8)
        case .manyParts: Self.form(targets.form)
        case .hugeHead:
            Array("GET \(targets.great) HTTP/1.1\r\nHost: a\r\nX-Huge: ".utf8)
                + [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
        }
    }

    private static func upload(_ target: String, _ framing: String, _ body: String = "") -> [UInt8] {
        Array("PUT \(target) HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\n\(framing)\r\n\r\n\(body)".utf8)
    }

    private static func form(_ target: String) -> [UInt8] {
        var body = ""
        for part in 0..<1000 { body += "--x\r\nContent-Disposition: form-data; name=\"f\(part)\"\r\n\r\nvalue\r\n" }
        body += "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhello\r\n--x--\r\n"
        return Array(
            ("POST \(target) HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)").utf8)
    }

    /// The links that it holds, which are good ones.
    struct Targets: Sendable {
        var great: String
        var greatInChunks: String
        var upload: String
        var form: String
    }
}
