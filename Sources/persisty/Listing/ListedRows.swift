import Glibc
import PersistyData

/// The rows of batches, in byte order of their names.
struct ListedRows {
    private(set) var batches: [ItemBatch] = []

    mutating func append(_ batch: ItemBatch) { batches.append(batch) }

    /// Where each row is, sorted.
    func sorted() -> [(batch: Int, row: Int)] {
        var names: [UInt8] = []
        var places: [(start: Int, count: Int, batch: Int, row: Int)] = []
        for (index, batch) in batches.enumerated() {
            for row in 0..<batch.count {
                let start = names.count
                batch.withNameBytes(row) { names.append(contentsOf: $0) }
                places.append((start, names.count - start, index, row))
            }
        }
        names.withUnsafeBytes { names in
            guard let start = names.baseAddress else { return }
            places.sort { left, right in
                let order = memcmp(start + left.start, start + right.start, min(left.count, right.count))
                return order == 0 ? left.count < right.count : order < 0
            }
        }
        return places.map { ($0.batch, $0.row) }
    }
}

extension ItemBatch {
    /// A row as a line of a listing under `prefix`.
    func listed(_ row: Int, under prefix: [UInt8]) -> ListedRow {
        ListedRow(
            key: prefix + nameBytes(row), kind: kind(row), size: size(row), time: time(row), etag: etags[Int32(row)],
            contentType: contentTypes[Int32(row)])
    }
}
