import GRDB

/// The users and messages, in one SQLite file.
struct Database: Sendable {
    let queue: DatabaseQueue

    /// The database in the file at `path`, which is made where there is none.
    init(path: String) throws {
        queue = try DatabaseQueue(path: path)
        var migrator = DatabaseMigrator()
        migrator.registerMigration("first") { database in
            try database.create(table: "user") { table in
                table.primaryKey("name", .text)
                table.column("password", .blob).notNull()
                table.column("salt", .blob).notNull()
            }
            try database.create(table: "session") { table in
                table.primaryKey("token", .blob)
                table.column("user", .text).notNull().references("user", onDelete: .cascade)
                table.column("expires", .integer).notNull()
            }
            try database.create(table: "message") { table in
                table.autoIncrementedPrimaryKey("id")
                table.column("author", .text).notNull().references("user")
                table.column("text", .text).notNull()
                table.column("image", .text)
                table.column("time", .integer).notNull()
            }
        }
        try migrator.migrate(queue)
    }
}
