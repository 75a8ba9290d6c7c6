import Crypto
import CryptoExtras
import Foundation
import GRDB
import Hummingbird
import NIOPosix
import PersistyData

/// Who there is, and who is logged in.
struct Users: Sendable {
    private let database: Database

    /// How long a session lasts, in seconds.
    private static let sessionLife: Int64 = 7 * 86_400

    init(_ database: Database) { self.database = database }

    /// Makes a user and logs them in.
    func signUp(_ name: String, password: String) async throws -> String {
        guard name.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,30}/) != nil else {
            throw Problem(.unprocessableContent, "A name has 1 to 31 letters a–z, digits and “-”.")
        }
        guard (10...200).contains(password.utf8.count) else {
            throw Problem(.unprocessableContent, "A password has 10 to 200 characters.")
        }
        let salt = Data(Self.random(16))
        let hash = try await Self.hash(password, salt)
        let isNew = try await database.queue.write { database in
            try database.execute(
                sql: "INSERT INTO user (name, password, salt) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                arguments: [name, hash, salt])
            return database.changesCount == 1
        }
        guard isNew else { throw Problem(.conflict, "There is somebody of that name.") }
        return try await session(of: name)
    }

    /// Logs a user in; gives the token of the session.
    func logIn(_ name: String, password: String) async throws -> String {
        let known = try await database.queue.read { database in
            try Row.fetchOne(database, sql: "SELECT password, salt FROM user WHERE name = ?", arguments: [name])
                .map { (password: $0["password"] as Data, salt: $0["salt"] as Data) }
        }
        // Hashed also where there is nobody of that name: the time taken tells nothing.
        let hash = try await Self.hash(password, known?.salt ?? Data(count: 16))
        guard let known, Self.equal(known.password, hash) else {
            throw Problem(.unauthorized, "Name or password is wrong.")
        }
        return try await session(of: name)
    }

    /// Ends a session.
    func logOut(_ token: String) async throws {
        try await database.queue.write { database in
            try database.execute(sql: "DELETE FROM session WHERE token = ?", arguments: [Self.kept(token)])
        }
    }

    /// Whose session `token` is, as stores know them, until the session ends.
    func authorization(_ token: String) async throws -> Authorization {
        let known = try await database.queue.read { database in
            try Row.fetchOne(
                database, sql: "SELECT user, expires FROM session WHERE token = ? AND expires > ?",
                arguments: [Self.kept(token), Timestamp.now.seconds]
            ).map { (user: $0["user"] as String, expires: $0["expires"] as Int64) }
        }
        guard let known else { throw Problem(.unauthorized, "Log in first.") }
        return try Authorization(subject: known.user, expiresAt: Timestamp(seconds: known.expires))
    }

    private func session(of name: String) async throws -> String {
        let token = Self.random(32).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        try await database.queue.write { database in
            try database.execute(sql: "DELETE FROM session WHERE expires <= ?", arguments: [Timestamp.now.seconds])
            try database.execute(
                sql: "INSERT INTO session (token, user, expires) VALUES (?, ?, ?)",
                arguments: [Self.kept(token), name, Timestamp.now.seconds + Self.sessionLife])
        }
        return token
    }

    /// What is kept of a session's token: whoever reads the database is not logged in by that.
    private static func kept(_ token: String) -> Data { Data(SHA256.hash(data: Data(token.utf8))) }

    /// scrypt with the parameters of OWASP's Password Storage Cheat Sheet: N = 2¹⁷, r = 8, p = 1.
    private static func hash(_ password: String, _ salt: Data) async throws -> Data {
        // It takes a tenth of a second of a processor, and 128 MiB.
        try await NIOThreadPool.singleton.runIfActive {
            let key = try KDF.Scrypt.deriveKey(
                from: Data(password.utf8), salt: salt, outputByteCount: 32, rounds: 1 << 17, blockSize: 8,
                parallelism: 1,
                maxMemory: 256 << 20)
            return key.withUnsafeBytes { Data($0) }
        }
    }

    private static func equal(_ left: Data, _ right: Data) -> Bool {
        left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}
