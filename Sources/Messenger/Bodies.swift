import Hummingbird
import PersistyData

struct Credentials: Decodable {
    var name: String
    var password: String
}

struct Session: ResponseEncodable {
    var token: String
}

struct WantedForm: Decodable {
    var contentType: String
    /// The key to upload to; a new one where it is left out.
    var key: String?
}

struct NewMessage: Decodable {
    var text: String
    var image: String?
}

struct MessagePage: ResponseEncodable {
    struct Message: Encodable {
        var id: Int64
        var author: String
        var text: String
        /// The signed address of the image.
        var image: String?
        var time: Int64
    }

    var messages: [Message]
}

/// An answer that is a sentence.
struct Problem: Error, HTTPResponseError {
    var status: HTTPResponse.Status
    var sentence: String

    init(_ status: HTTPResponse.Status, _ sentence: String) {
        self.status = status
        self.sentence = sentence
    }

    /// Runs `body`; what a store refuses becomes an answer.
    static func of<Value>(_ body: () async throws(DataError) -> Value) async throws -> Value {
        do throws(DataError) { return try await body() } catch {
            let status: HTTPResponse.Status =
                switch error.code {
                case .forbidden: .forbidden
                case .unauthenticated: .unauthorized
                case .invalidKey, .notFound: .unprocessableContent
                default: .serviceUnavailable
                }
            throw Problem(status, error.message)
        }
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        try JSON.response("{\"error\":\(LinkText.json(sentence))}", status)
    }
}

/// Answers that are JSON already.
enum JSON {
    static func response(_ text: String, _ status: HTTPResponse.Status = .ok) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

extension Request {
    /// The token of a session (RFC 6750 §2.1).
    var token: String {
        get throws {
            guard let header = headers[.authorization], header.hasPrefix("Bearer ") else {
                throw Problem(.unauthorized, "Log in first.")
            }
            return String(header.dropFirst("Bearer ".count))
        }
    }
}
