import HTTPTypes
import Logging

/// One line of the log for each request: what was asked and what came of it, never a token.
struct AccessRecord {
    /// By which a client's answer and the log name the request.
    private(set) lazy var id = LinkToken.ID.fresh.text
    private let request: HTTPRequest
    private let start = ContinuousClock.now
    /// The first characters of the link's id.
    var link: String?
    /// Why it was refused.
    var reason: String?

    init(_ request: HTTPRequest) { self.request = request }

    private var path: Substring {
        Substring((request.path ?? "").utf8.prefix(1024).prefix { $0 != UInt8(ascii: "?") })
    }

    mutating func write(_ status: HTTPResponse.Status, to logger: Logger) {
        guard logger.logLevel <= .info else { return }
        var known: Logger.Metadata = [
            "request": "\(id.prefix(8))", "method": "\(request.method.rawValue)", "path": "\(path)",
            "status": "\(status.code)",
            "milliseconds": "\((ContinuousClock.now - start) / .milliseconds(1))",
        ]
        if let link { known["link"] = "\(link)" }
        if let reason { known["reason"] = "\(reason)" }
        logger.info("request", metadata: known)
    }
}
