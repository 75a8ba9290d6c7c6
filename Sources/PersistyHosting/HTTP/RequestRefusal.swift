package import HTTPTypes

/// Why a request is not done, in a sentence that anybody may read: it has nothing of the request in it.
package struct RequestRefusal: Error, Sendable, Hashable {
    package var status: HTTPResponse.Status
    package var reason: String

    package init(_ status: HTTPResponse.Status, _ reason: String) {
        self.status = status
        self.reason = reason
    }

    static func malformed(_ reason: String) -> RequestRefusal { RequestRefusal(.badRequest, reason) }
    static func tooLarge(_ reason: String) -> RequestRefusal { RequestRefusal(.contentTooLarge, reason) }
    static func unsupportedType(_ reason: String) -> RequestRefusal { RequestRefusal(.unsupportedMediaType, reason) }
    static func conditionFailed(_ reason: String) -> RequestRefusal { RequestRefusal(.preconditionFailed, reason) }
}
