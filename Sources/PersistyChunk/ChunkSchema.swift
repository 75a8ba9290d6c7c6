import GRDB

/// The tables of a chunk store, and how numbers name chunks.
///
/// - `item`: what an item is, and the stream that its bytes are. In byte order of key, as blobs are compared.
/// - `chunk`: the bytes. A stream's chunks are one range of row numbers. Not `WITHOUT ROWID`: rows of that kind carry
///   their blobs in the tree itself and are read many times slower.
/// - `stream`: streams that no item is made of: being written, or left over.
/// - `shared`: streams that several items are made of, and by how many.
/// - `folder`: folders that are there with nothing in them.
/// - `counter`: the number of the next stream; none is ever used twice.
enum ChunkSchema {
    /// `PRST`: marks a database as ours (PRAGMA application_id).
    static let applicationID: UInt32 = 0x5052_5354
    /// The version of the tables (PRAGMA user_version).
    static let version: UInt32 = 1
    /// A chunk of 256 KiB is then a few long runs of the file, and a small item wastes little of its last page: of
    /// items of 16 KiB a page of 64 KiB takes three, and a quarter of it stays empty. For new databases only.
    static let pageSize = 16_384

    /// How many chunks a stream can have.
    static let chunksInStream: Int64 = 1 << 24

    /// The row number of a chunk.
    static func chunk(_ stream: Int64, _ sequence: Int64) -> Int64 { stream * chunksInStream + sequence }

    /// The row numbers that a stream's chunks can have.
    static func chunks(_ stream: Int64) -> ClosedRange<Int64> {
        chunk(stream, 0)...chunk(stream, chunksInStream - 1)
    }

    static func create(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE item(
                    key BLOB PRIMARY KEY NOT NULL, stream INTEGER NOT NULL, size INTEGER NOT NULL,
                    chunk_size INTEGER NOT NULL, updated INTEGER NOT NULL, md5 BLOB NOT NULL,
                    content_type TEXT NOT NULL, content_disposition TEXT, content_encoding TEXT,
                    content_language TEXT, cache_control TEXT, modified_at_source INTEGER, user TEXT,
                    crc INTEGER NOT NULL
                ) WITHOUT ROWID;
                CREATE TABLE chunk(id INTEGER PRIMARY KEY, crc INTEGER NOT NULL, data BLOB NOT NULL);
                CREATE TABLE stream(id INTEGER PRIMARY KEY);
                CREATE TABLE shared(stream INTEGER PRIMARY KEY, items INTEGER NOT NULL);
                CREATE TABLE folder(key BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID;
                CREATE TABLE counter(id INTEGER PRIMARY KEY CHECK (id = 1), next INTEGER NOT NULL);
                INSERT INTO counter VALUES(1, 1);
                PRAGMA application_id = \(applicationID);
                PRAGMA user_version = \(version);
                """)
    }
}
