import Foundation
import Hummingbird
import PersistyHosting

/// The key that links are signed with, kept from one start to the next.
enum ServerKey {
    /// The key in the file at `path`, which is made, for its owner only, where there is none.
    static func kept(in path: String) throws -> SigningKeys {
        if !FileManager.default.fileExists(atPath: path) {
            var generator = SystemRandomNumberGenerator()
            let bytes = (0..<SigningKeys.leastBytes).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = FileManager.default.createFile(
                atPath: path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
        }
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        guard let key = SigningKeys.Key(id: "k1", status: .signing, bytes: bytes), let keys = SigningKeys([key]) else {
            throw Problem(.internalServerError, "The key in \(path) is too short. Delete it, and a new one is made.")
        }
        return keys
    }
}
