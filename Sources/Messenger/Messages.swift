import GRDB
import Hummingbird
import PersistyData

/// What was said, from the newest on.
struct Messages: Sendable {
    /// A message as it is kept.
    struct Message: Sendable {
        var id: Int64
        var author: String
        var text: String
        var image: DataKey?
        var time: Int64
    }

    /// How many messages a page has.
    static let page = 20

    private let database: Database

    init(_ database: Database) { self.database = database }

    func post(_ text: String, image: DataKey?, by author: String) async throws {
        guard (1...2000).contains(text.count) else {
            throw Problem(.unprocessableContent, "A message has 1 to 2,000 characters.")
        }
        try await database.queue.write { database in
            try database.execute(
                sql: "INSERT INTO message (author, text, image, time) VALUES (?, ?, ?, ?)",
                arguments: [author, text, image?.text, Timestamp.now.seconds])
        }
    }

    /// The messages before the one with the id `before`, of all or only those with an image.
    func page(before: Int64 = .max, featured: Bool) async throws -> [Message] {
        try await database.queue.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, author, text, image, time FROM message
                    WHERE id < ? AND (NOT ? OR image IS NOT NULL) ORDER BY id DESC LIMIT ?
                    """, arguments: [before, featured, Self.page]
            ).map { row in
                Message(
                    id: row["id"], author: row["author"], text: row["text"],
                    image: (row["image"] as String?).flatMap { try? DataKey($0) }, time: row["time"])
            }
        }
    }
}
