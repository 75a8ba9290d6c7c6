import Foundation
import Testing

/// A request that somebody made up, and what is to come of it; beside the checkout where there are any.
struct HostileRequest: Sendable, Decodable, CustomTestStringConvertible {
    struct Request: Sendable, Decodable {
        var method: String?
        var target: String?
        var headers: [[String]]?
        var body: String?
        var body_b64: Data?
        var raw: Data?
        var item_type: String?
    }

    /// What an answer may be.
    struct Expectation: Sendable, Decodable {
        var status: Statuses?
        var content_length: Int?
        var content_range: String?
        var body: [Int]?
        var any_of: [Expectation]?
        var rule: String?
        var headers: [String: String]?

        /// Whether the answer is one of those.
        func allows(_ answer: RawAnswer) -> Bool {
            if let any_of { return any_of.contains { $0.allows(answer) } }
            if let status { guard status.all.contains(answer.status) else { return false } }
            if status == nil, let codes = rule?.codes, !codes.isEmpty, !codes.contains(answer.status) { return false }
            if let content_length, answer.status < 300, answer.length != content_length { return false }
            if let content_range, answer.header("content-range") != content_range { return false }
            if let body, answer.status < 300, answer.body != (body[0]...body[1]).map({ UInt8($0 % 251) }) { return false }
            for (name, value) in headers ?? [:] {
                let found = answer.header(name.lowercased()) ?? ""
                guard value.hasSuffix("…") ? found.hasPrefix(value.dropLast()) : found == value else { return false }
            }
            return true
        }
    }

    /// One status or several.
    struct Statuses: Sendable, Decodable {
        var all: [Int]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            all = try (try? [container.decode(Int.self)]) ?? container.decode([Int].self)
        }
    }

    var id: String
    var `class`: String
    var note: String
    var request: Request
    var expect: Expectation

    var testDescription: String { "\(id) \(`class`): \(note)" }

    /// All of the corpus; none, which is said once, where it is not beside the checkout.
    static let all: [HostileRequest] = {
        let checkout = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        guard let corpus = FileManager.default.contents(atPath: checkout + "/../shared/corpus/hostile_headers.jsonl")
        else {
            print("The corpus of hostile requests is not beside this checkout; our own are tried.")
            return []
        }
        return corpus.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONDecoder().decode(HostileRequest.self, from: Data($0))
        }
    }()
}

extension String {
    /// The statuses that a rule in words begins with: `400/422; nothing stored`.
    fileprivate var codes: [Int] {
        let words = prefix { $0 != ";" }.split { !$0.isNumber && $0 != "/" }.flatMap { $0.split(separator: "/") }
        return words.compactMap { Int($0) }.filter { (100...599).contains($0) }
    }
}
