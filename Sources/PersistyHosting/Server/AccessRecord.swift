import HTTPTypes
import Hummingbird
import Logging

/// One line of the log for each request: what was asked and what came of it, never a token.
struct AccessRecord {
    private let id: String
    private let method: String
    private let path: String
    private let start = ContinuousClock.now
    /// The first characters of the link's id.
    var link: String?
    /// Why it was refused.
    var reason: String?

    init(_ request: Request, id: String) {
        self.id = id
        method = request.method.rawValue
        path = String((request.head.path ?? "").prefix { $0 != "?" }.prefix(1024))
    }

    func write(_ status: HTTPResponse.Status, to logger: Logger) {
        var known: Logger.Metadata = [
            "request": "\(id.prefix(8))", "method": "\(method)", "path": "\(path)", "status": "\(status.code)",
            "milliseconds": "\((ContinuousClock.now - start) / .milliseconds(1))",
        ]
        if let link { known["link"] = "\(link)" }
        if let reason { known["reason"] = "\(reason)" }
        logger.info("request", metadata: known)
    }
}
