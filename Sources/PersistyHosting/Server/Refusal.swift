import HTTPTypes
import PersistyData

/// An answer that is no item: a status, and a sentence that tells nothing of what there is.
struct Refusal: Error, Sendable, Equatable {
    var status: HTTPResponse.Status
    var sentence: String
    var headers: HTTPFields = [:]
    /// For the log alone.
    var reason: String

    init(_ status: HTTPResponse.Status, _ sentence: String, reason: String, headers: HTTPFields = [:]) {
        self.status = status
        self.sentence = sentence
        self.reason = reason
        self.headers = headers
    }

    /// One answer for what is not there, what is not allowed, and what the link is not for: which of them it is nobody
    /// learns.
    static func absent(_ reason: String) -> Refusal {
        Refusal(.notFound, "There is nothing here, or this link does not open it.", reason: reason)
    }

    static func malformed(_ reason: String) -> Refusal {
        Refusal(.badRequest, "This request cannot be understood.", reason: reason)
    }

    static func method(_ allowed: String) -> Refusal {
        Refusal(
            .methodNotAllowed, "This address takes \(allowed).", reason: "method", headers: [.allow: allowed])
    }

    /// What its head says against a request.
    init(_ refusal: RequestRefusal) {
        self = Refusal(refusal.status, refusal.reason, reason: "request.\(refusal.status.code)")
    }

    /// What an error of a store means to a client.
    init(_ error: DataError) {
        let reason = error.reason ?? error.code.rawValue
        switch error.code {
        case .exists, .conditionFailed:
            self = Refusal(
                .preconditionFailed, "The item is not as the link wants it; nothing was changed.", reason: reason)
        case .badContentType where reason.hasPrefix("request."):
            let status = Int(reason.dropFirst("request.".count)) ?? 400
            self = Refusal(HTTPResponse.Status(code: status), error.message, reason: reason)
        case .badContentType:
            self = Refusal(.unsupportedMediaType, "The link is for other types; nothing was stored.", reason: reason)
        case .tooLarge: self = Refusal(.contentTooLarge, "That is too much; nothing was stored.", reason: reason)
        case .corrupt:
            self = Refusal(
                .unprocessableContent, "The bytes are not those that were announced; nothing was stored.",
                reason: reason)
        case .invalidKey, .notFound, .forbidden, .unauthenticated: self = .absent(reason)
        case .rangeNotSatisfiable: self = Refusal(.rangeNotSatisfiable, "There is no such range.", reason: reason)
        case .noSpace: self = Refusal(.insufficientStorage, "There is no room; nothing was stored.", reason: reason)
        default:
            self = Refusal(
                .serviceUnavailable, "The store does not answer; nothing was changed. Try again later.", reason: reason)
        }
    }
}

extension HTTPResponse.Status {
    /// RFC 4918 §11.5.
    static let insufficientStorage = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
}
