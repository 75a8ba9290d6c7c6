import Foundation
import Testing

/// An answer of a hostile server, from the corpus that lies beside the checkout on the machines that have it.
struct HostileAnswer: Decodable, Sendable, CustomTestStringConvertible {
    var id: String
    var file: String
    var op: String
    var status: Int
    var expect: String

    var testDescription: String { "\(id) \(file)" }

    private static let folder =
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/../shared/corpus/hostile_xml/"

    /// All of them; none, with a line that says so, where the corpus is not there.
    static let all: [HostileAnswer] = {
        guard let manifest = FileManager.default.contents(atPath: folder + "manifest.jsonl") else {
            print("The corpus hostile_xml is not beside this checkout; only the answers in these tests are read.")
            return []
        }
        return manifest.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONDecoder().decode(HostileAnswer.self, from: $0)
        }
    }()

    static func of(_ operation: String) -> [HostileAnswer] { all.filter { $0.op == operation } }

    var body: [UInt8] { Array(FileManager.default.contents(atPath: Self.folder + file) ?? Data()) }
}
