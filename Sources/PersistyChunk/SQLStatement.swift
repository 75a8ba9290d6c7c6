import GRDB
import GRDBSQLite
import NIOCore
import PersistyData

/// A value given to a statement.
enum SQLValue {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])

    static func key(_ text: String) -> SQLValue { .bytes(Array(text.utf8)) }
    static func optional(_ text: String?) -> SQLValue { text.map { .text($0) } ?? .null }
}

/// A prepared statement of a connection, with its blobs at hand as bytes.
///
/// GRDB keeps and prepares it; binding and stepping go to SQLite directly, because GRDB's values copy every blob.
struct SQLStatement {
    private let statement: Statement
    private var handle: OpaquePointer { statement.sqliteStatement }

    init(_ database: Database, _ sql: String) throws { statement = try database.cachedStatement(sql: sql) }

    /// Begins anew with these values.
    func begin(_ values: [SQLValue]) throws {
        sqlite3_reset(handle)
        for (index, value) in values.enumerated() { try check(bind(value, at: Int32(index + 1))) }
    }

    /// Goes to the next row and tells whether there is one.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let failure = SQLFailure(sqlite3_db_handle(handle))
            reset()
            throw failure
        }
    }

    /// Lets the statement's locks and values go.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// Runs the statement to its end.
    func run(_ values: [SQLValue] = []) throws {
        defer { reset() }
        try begin(values)
        while try step() {}
    }

    /// Runs the statement with `data` as its last value, which is not copied.
    func run(_ values: [SQLValue], data: ByteBuffer) throws {
        defer { reset() }
        try begin(values)
        try data.withUnsafeReadableBytes { bytes in
            // The destructor nil is SQLITE_STATIC: the bytes stay where they are until the statement has run. An
            // empty buffer has no address, and binding none would bind NULL.
            let position = Int32(values.count + 1)
            if let address = bytes.baseAddress {
                try check(sqlite3_bind_blob64(handle, position, address, UInt64(bytes.count), nil))
            } else {
                try check(sqlite3_bind_zeroblob(handle, position, 0))
            }
            while try step() {}
        }
    }

    /// Gives each row to `body`, until it returns false.
    func forEach(_ values: [SQLValue] = [], _ body: (SQLStatement) throws -> Bool) throws {
        defer { reset() }
        try begin(values)
        while try step(), try body(self) {}
    }

    /// What `body` makes of the first row, or `nil` when there is none.
    func first<Result>(_ values: [SQLValue] = [], _ body: (SQLStatement) throws -> Result) throws -> Result? {
        defer { reset() }
        try begin(values)
        return try step() ? body(self) : nil
    }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    /// The column's bytes, valid until the next step.
    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(handle, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    }

    /// The column as text; `nil` for NULL or what is not UTF-8.
    func text(_ column: Int32) -> String? {
        isNull(column) ? nil : String(validating: bytes(column), as: UTF8.self)
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        // SQLITE_TRANSIENT, which Swift cannot import: SQLite makes its own copy.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return sqlite3_bind_null(handle, index)
        case .integer(let number): return sqlite3_bind_int64(handle, index, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    sqlite3_bind_text64(
                        handle, index, characters.baseAddress, UInt64(characters.count), transient, UInt8(SQLITE_UTF8))
                }
            }
        case .bytes(let bytes):
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, index, 0) }
            return bytes.withUnsafeBytes {
                sqlite3_bind_blob64(handle, index, $0.baseAddress, UInt64($0.count), transient)
            }
        }
    }

    private func check(_ result: Int32) throws {
        guard result == SQLITE_OK else {
            let failure = SQLFailure(sqlite3_db_handle(handle))
            reset()
            throw failure
        }
    }
}

extension Database {
    func run(_ sql: String, _ values: [SQLValue] = []) throws { try SQLStatement(self, sql).run(values) }

    func first<Result>(
        _ sql: String, _ values: [SQLValue] = [], _ body: (SQLStatement) throws -> Result
    ) throws -> Result? {
        try SQLStatement(self, sql).first(values, body)
    }

    /// Whether the query has a row.
    func hasRow(_ sql: String, _ values: [SQLValue] = []) throws -> Bool {
        try first(sql, values) { _ in true } ?? false
    }
}
