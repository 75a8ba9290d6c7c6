import Foundation
import HTTPTypes
import Testing

/// A request that somebody made up, and what it must come to: a line of the corpus beside the checkout, where there is
/// one.
struct HostileRequest: Sendable, Decodable, CustomTestStringConvertible {
    struct Request: Sendable, Decodable {
        var method: String?
        var target: String?
        var headers: [[String]]?
        var body: String?
        var bodyB64: Data?
        /// The bytes for a socket, where a client could not send them.
        var raw: Data?
        /// The type that the item is stored with.
        var itemType: String?
    }

    struct Expectation: Sendable, Decodable {
        /// One of these.
        var anyOf: [Expectation]?
        var status: Statuses?
        var contentLength: Int64?
        var contentRange: String?
        /// The first and the last byte of the item that come.
        var body: [Int]?
        var headers: [String: String]?
        var rule: String?
    }

    /// One number, or some.
    struct Statuses: Sendable, Decodable {
        var codes: [Int]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let code = try? container.decode(Int.self) {
                codes = [code]
            } else {
                codes = try container.decode([Int].self)
            }
        }
    }

    var id: String
    var `class`: String
    var note: String
    var request: Request
    var expect: Expectation

    var testDescription: String { "\(id) \(`class`): \(note.prefix(60).debugDescription)" }

    /// All of the corpus; none, which is said once, where it is not beside the checkout.
    static let all: [HostileRequest] = {
        let checkout = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        guard let corpus = FileManager.default.contents(atPath: checkout + "/../shared/corpus/hostile_headers.jsonl")
        else {
            print("The corpus of hostile requests is not beside this checkout; our own are tried.")
            return []
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return corpus.split(separator: UInt8(ascii: "\n")).compactMap {
            try? decoder.decode(HostileRequest.self, from: Data($0))
        }
    }()

    static func all(_ class: String) -> [HostileRequest] { all.filter { $0.class == `class` } }

    /// The headers, with `values` in the place of what stands in braces.
    func fields(_ values: [String: String] = [:]) -> HTTPFields {
        var fields = HTTPFields()
        for header in request.headers ?? [] {
            guard header.count == 2, let name = HTTPField.Name(header[0]) else { continue }
            let value = values.reduce(header[1]) { $0.replacing("{\($1.key)}", with: $1.value) }
            fields.append(HTTPField(name: name, value: value))
        }
        return fields
    }
}

extension HostileRequest.Expectation {
    /// Whether an answer is as expected, as far as it says.
    func allows(status: Int, contentLength: Int64? = nil, contentRange: String? = nil) -> Bool {
        if let anyOf {
            return anyOf.contains {
                $0.allows(status: status, contentLength: contentLength, contentRange: contentRange)
            }
        }
        return self.status?.codes.contains(status) ?? true
            && (self.contentLength == nil || self.contentLength == contentLength)
            && (self.contentRange == nil || self.contentRange == contentRange)
    }
}
