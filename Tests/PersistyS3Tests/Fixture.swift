import Foundation

/// The files beside these tests.
enum Fixture {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    static func bytes(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

    /// The values of a file with one in each line.
    static func lines<Value: Decodable>(_ name: String, as: Value.Type = Value.self) throws -> [Value] {
        try bytes(name).split(separator: UInt8(ascii: "\n")).map { try decoder.decode(Value.self, from: $0) }
    }

    /// The value of a file.
    static func value<Value: Decodable>(_ name: String, as: Value.Type = Value.self) throws -> Value {
        try decoder.decode(Value.self, from: bytes(name))
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}
