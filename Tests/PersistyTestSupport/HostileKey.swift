import Foundation
package import PersistyData
import Testing

/// Bytes that somebody gives as a key, and what each kind of store is to do with them.
package struct HostileKey: Sendable, CustomTestStringConvertible {
    package let id: String
    package let bytes: [UInt8]
    /// The reason for which a kind of store refuses it, such as `key.nul`; those that take it are not in it.
    package let refusals: [String: String]
    /// Whether it is put on the disk by hand, and then to be listed.
    package let isPutOnDisk: Bool
    /// The header `Content-Disposition` of its download, where it is known.
    package let disposition: String?

    package var testDescription: String { "\(id) \(String(decoding: bytes, as: UTF8.self).debugDescription)" }

    /// The key, as far as one can be made of it.
    package var key: DataKey? { try? DataKey(bytes: bytes) }

    /// Whether a name of a file can be made of it.
    package var isFileName: Bool {
        !bytes.isEmpty && bytes.count <= 255 && !bytes.contains(0) && !bytes.contains(UInt8(ascii: "/"))
            && bytes != Array(".".utf8) && bytes != Array("..".utf8)
    }

    /// The corpus beside the checkout, and where there is none, which is said once, the keys of ``small``.
    package static let all: [HostileKey] = {
        let checkout = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        guard let corpus = FileManager.default.contents(atPath: checkout + "/../shared/corpus/hostile_keys.txt") else {
            print("The corpus of hostile keys is not beside this checkout; \(small.count) of our own are tried.")
            return small
        }
        return corpus.split(separator: UInt8(ascii: "\n")).compactMap { line in
            (try? JSONDecoder().decode(Line.self, from: Data(line))).map(HostileKey.init)
        }
    }()
}

extension HostileKey {
    /// A line of the corpus.
    private struct Line: Decodable {
        var id: String
        var b64: Data
        var expect: [String: String]
        var ondisk: String?
        var disposition: String?
        /// Whether `${INTERNAL_DIR}` stands for the name of a store's own folder.
        var placeholder: Bool?
    }

    private init(_ line: Line) {
        id = line.id
        let text = String(decoding: line.b64, as: UTF8.self)
        bytes =
            line.placeholder == true
            ? Array(text.replacing("${INTERNAL_DIR}", with: ".persisty-staging").utf8) : Array(line.b64)
        refusals = line.expect.compactMapValues { expected in
            expected.hasPrefix("reject:") ? String(expected.dropFirst("reject:".count)) : nil
        }
        isPutOnDisk = line.ondisk == "list_escaped"
        disposition = line.disposition
    }

    private init(_ id: String, _ bytes: some Sequence<UInt8>, _ refusals: [String: String] = [:]) {
        self.id = id
        self.bytes = Array(bytes)
        self.refusals = refusals
        isPutOnDisk = refusals["directory"] == "key.invalid_utf8"
        disposition = nil
    }

    /// Some of every class, for where the corpus is not.
    package static let small: [HostileKey] = {
        var keys: [HostileKey] = []
        func add(_ texts: [String], directory: String? = nil, all: String? = nil) {
            for text in texts {
                var refusals: [String: String] = [:]
                refusals["directory"] = directory ?? all
                refusals["chunk"] = all
                keys.append(HostileKey("own-\(keys.count + 1)", text.utf8, refusals))
            }
        }
        add(["../x", "a/../b", "..", ".", "a/."], directory: "key.dot_segment")
        add(["/etc/passwd", "a//b", "a/", "/"], directory: "key.empty_segment")
        add([".persisty-staging"], directory: "key.reserved")
        add([String(repeating: "n", count: 256)], directory: "key.segment_too_long")
        add([""], all: "key.empty")
        add(["a\u{0}b"], all: "key.nul")
        add([String(repeating: "n/", count: 512) + "n"], all: "key.too_long")
        add([
            "...", "a..b", "..\\x", "-rf", "~/x", "$(id)", "`id`", "a;b", "a\nb", "a\rb", "a\tb", "\u{1b}[2J",
            "\u{1b}]0;t\u{7}", "\u{1b}]52;c;eA==\u{7}", "\u{1b}Pq\u{1b}\\", "\u{9b}31m", "a\u{202e}txt.exe", "\u{200b}",
            "\u{2066}a\u{2069}", "e\u{301}", "\u{e9}", "日本語", "👩‍👩‍👧", "a%2fb", "%00", "a\u{7f}", " ", "a ", "\u{feff}a",
            String(repeating: "n", count: 255), "CON", "items.db-journal",
        ])
        for bytes: [UInt8] in [[0xff], [0x61, 0x80], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0x9b, 0x33, 0x31, 0x6d]] {
            let refusals = ["directory": "key.invalid_utf8", "chunk": "key.invalid_utf8"]
            keys.append(HostileKey("own-\(keys.count + 1)", bytes, refusals))
        }
        return keys
    }()
}

/// Scalars that a terminal obeys or that change how a line reads: the first in `text`, or `nil`.
package func firstUnsafeScalar(in text: String, allowing allowed: Set<Unicode.Scalar> = ["\n"]) -> Unicode.Scalar? {
    text.unicodeScalars.first { scalar in
        guard !allowed.contains(scalar) else { return false }
        return switch scalar.value {
        case 0..<0x20, 0x7f...0x9f, 0x61c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069: true
        default: scalar.properties.generalCategory == .format && ![0x200c, 0x200d].contains(scalar.value)
        }
    }
}
