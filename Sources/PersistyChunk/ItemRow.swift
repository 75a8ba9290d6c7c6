import GRDB
import PersistyData

/// An item as its row says it is.
struct ItemRow: Sendable {
    var key: DataKey
    var stream: Int64
    var size: Int64
    var chunkSize: Int64
    var updated: Int64
    var md5: [UInt8]
    /// Always with a content type.
    var attributes: DataAttributes

    static let columns = """
        item.key, item.stream, item.size, item.chunk_size, item.updated, item.md5, item.content_type, \
        item.content_disposition, item.content_encoding, item.content_language, item.cache_control, \
        item.modified_at_source, item.user, item.crc
        """
    static let columnCount: Int32 = 14

    static let select = "SELECT \(columns) FROM item WHERE key = ?"
    static let add = "INSERT INTO item VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING"
    static let replace = "REPLACE INTO item VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)"

    /// How many chunks the item has.
    var chunkCount: Int64 { (size + chunkSize - 1) / chunkSize }

    /// How many bytes the chunk has.
    func length(ofChunk sequence: Int64) -> Int { Int(min(chunkSize, size - sequence * chunkSize)) }

    func item(in identity: FileIdentity) -> DataItem {
        let digest = Digest(.md5, md5)
        return DataItem(
            key: key, size: size, updatedAt: Timestamp(nanoseconds: updated), etag: digest.map { ETag($0) },
            attributes: attributes, digests: Set(digest.map { [$0] } ?? []), version: DataVersion(String(stream)),
            location: .records(device: identity.device, inode: identity.inode, stream: stream))
    }

    init(
        key: DataKey, stream: Int64, size: Int64, chunkSize: Int64, updated: Int64, md5: [UInt8],
        attributes: DataAttributes
    ) {
        self.key = key
        self.stream = stream
        self.size = size
        self.chunkSize = chunkSize
        self.updated = updated
        self.md5 = md5
        self.attributes = attributes
    }

    /// Reads the row that `row` is at, without judging it; see ``isSound(_:)``. `nil` when it cannot be an item.
    init?(_ row: SQLStatement) {
        guard let key = try? DataKey(bytes: row.bytes(0)), row.integer(2) >= 0, row.integer(3) > 0,
            row.integer(3) <= Int64(ChunkStoreOptions.chunkSizes.upperBound)
        else { return nil }
        var attributes = DataAttributes(contentType: row.text(6) ?? ContentType.unknown)
        attributes.contentDisposition = row.text(7)
        attributes.contentEncoding = row.text(8)
        attributes.contentLanguage = row.text(9)
        attributes.cacheControl = row.text(10)
        attributes.modifiedAtSource = row.isNull(11) ? nil : Timestamp(nanoseconds: row.integer(11))
        if let text = row.text(12) { attributes.user = Self.pairs(text) }
        self.init(
            key: key, stream: row.integer(1), size: row.integer(2), chunkSize: row.integer(3), updated: row.integer(4),
            md5: Array(row.bytes(5)), attributes: attributes)
    }

    /// Whether the row that `row` is at has the checksum of these values.
    func isSound(_ row: SQLStatement) -> Bool { md5.count == 16 && row.integer(13) == Int64(checksum(values)) }

    /// The values of the row's columns.
    var row: [SQLValue] {
        let values = values
        return values + [.integer(Int64(checksum(values)))]
    }

    private var values: [SQLValue] {
        [
            .key(key.text), .integer(stream), .integer(size), .integer(chunkSize), .integer(updated), .bytes(md5),
            .text(attributes.contentType ?? ContentType.unknown), .optional(attributes.contentDisposition),
            .optional(attributes.contentEncoding), .optional(attributes.contentLanguage),
            .optional(attributes.cacheControl),
            attributes.modifiedAtSource.map { .integer($0.nanoseconds) } ?? .null,
            attributes.user.isEmpty ? .null : .text(Self.text(attributes.user)),
        ]
    }

    private func checksum(_ values: [SQLValue]) -> UInt32 {
        // Each value with its kind and length, so that no two rows are the same bytes.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        func append(_ kind: UInt8, _ count: Int) {
            bytes.append(kind)
            for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
        }
        for value in values {
            switch value {
            case .null: append(0, 0)
            case .integer(let number):
                append(1, 8)
                for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
            case .text(let text):
                append(2, text.utf8.count)
                bytes.append(contentsOf: text.utf8)
            case .bytes(let part):
                append(3, part.count)
                bytes.append(contentsOf: part)
            }
        }
        return bytes.withUnsafeBytes { DigestHasher.crc32c($0) }
    }

    // Names hold no `=` and values no line ends: `DataAttributes.validate()`.
    private static func text(_ pairs: [String: String]) -> String {
        pairs.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined()
    }

    private static func pairs(_ text: String) -> [String: String] {
        var pairs: [String: String] = [:]
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            guard let equals = line.firstIndex(of: UInt8(ascii: "=")), let name = String(line[..<equals]),
                let value = String(line[line.index(after: equals)...])
            else { continue }
            pairs[name] = value
        }
        return pairs
    }
}

/// A file by the numbers of its device and inode.
struct FileIdentity: Sendable, Hashable {
    var device: UInt64
    var inode: UInt64
}
