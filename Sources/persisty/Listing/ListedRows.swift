import Glibc
import PersistyData

/// The rows of batches, in byte order of their names.
struct ListedRows {
    private(set) var batches: [ItemBatch] = []
    /// Whether all rows so far came in order, as those of a database do.
    private var isSorted = true

    mutating func append(_ batch: ItemBatch) {
        guard !batch.isEmpty else { return }
        if isSorted {
            let last = batches.last.map { $0.nameBytes($0.count - 1) }
            isSorted =
                last.map { !batch.nameBytes(0).lexicographicallyPrecedes($0) } ?? true
                && batch.withNames { bytes, ends in Self.areSorted(bytes, ends) }
        }
        batches.append(batch)
    }

    /// Gives each row's place to `body`, in order.
    func forEach(_ body: (_ batch: Int, _ row: Int) async throws -> Void) async throws {
        if isSorted {
            for batch in batches.indices {
                for row in 0..<batches[batch].count { try await body(batch, row) }
            }
        } else {
            for (batch, row) in sorted() { try await body(batch, row) }
        }
    }

    private static func areSorted(_ bytes: UnsafeBufferPointer<UInt8>, _ ends: UnsafeBufferPointer<UInt32>) -> Bool {
        guard let base = bytes.baseAddress else { return true }
        var (start, count) = (0, 0)
        for end in ends {
            let (next, length) = (start + count, Int(end) - start - count)
            let order = memcmp(base + start, base + next, min(count, length))
            guard order < 0 || order == 0 && count <= length else { return false }
            (start, count) = (next, length)
        }
        return true
    }

    /// Where each row is, sorted.
    private func sorted() -> [(batch: Int, row: Int)] {
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

extension ListedRow {
    /// A link or another special file as a line of a listing.
    init(_ file: SpecialFile) {
        self.init(key: Array(file.key.bytes), kind: file.kind, time: file.updatedAt)
    }
}

extension ItemBatch {
    /// A row as a line of a listing under `prefix`.
    func listed(_ row: Int, under prefix: [UInt8], withStorageClass: Bool) -> ListedRow {
        ListedRow(
            key: prefix + nameBytes(row), kind: kind(row), size: size(row), time: time(row), etag: etag(row),
            contentType: contentType(row), storageClass: withStorageClass ? storageClass(row) : nil,
            hasStorageClass: withStorageClass)
    }
}
