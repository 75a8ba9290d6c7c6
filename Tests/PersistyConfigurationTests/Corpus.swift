import Foundation
import Glibc
import Testing

/// The hostile files that lie beside the checkout on the machines that have them.
struct CorpusCase: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let file: String
    let expect: String
    var setup: String?

    var testDescription: String { "\(id) \(file)" }

    /// The cases of `name`; none, with a line that says so, where the corpus is not there.
    static func all(_ name: String) -> [CorpusCase] {
        let bytes = Sandbox.bytes(of: folder(name) + "/manifest.jsonl")
        if bytes.isEmpty { print("The corpus \(name) is not beside this checkout; its tests are skipped.") }
        return bytes.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONDecoder().decode(CorpusCase.self, from: Data($0))
        }
    }

    static func folder(_ name: String) -> String {
        let checkout = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/" + checkout + "/../shared/corpus/" + name
    }

    /// The first word of the form `config.word` or `theme.word` in what is expected.
    var code: String? {
        expect.split { " :,;".contains($0) }.map(String.init).first {
            $0.hasPrefix("config.") || $0.hasPrefix("theme.")
        }
    }
}
