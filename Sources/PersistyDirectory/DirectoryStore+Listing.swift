import CLinux
import Glibc
public import PersistyData

extension DirectoryStore {
    public func list(_ query: DataQuery, attributes: Bool) -> DataListing {
        guard query.delimiter == nil || query.delimiter == "/" else { return DataListing(searching: self, query) }
        let listing = Listing(
            TreeWalk(self, prefix: query.prefix, isRecursive: query.delimiter == nil, hasAttributes: attributes))
        return DataListing { () throws(DataError) in try await listing.walk.next() }
    }

    /// Ends the walk when nobody asks for more.
    private final class Listing: Sendable {
        let walk: TreeWalk

        init(_ walk: TreeWalk) { self.walk = walk }

        deinit { walk.cancel() }
    }

    public func attributes(
        of batch: ItemBatch, under prefix: String, rows: [Int]
    ) async throws(DataError) -> ItemBatch {
        // Two threads are worth their while from some hundred rows on.
        let middle = rows.count > 256 ? rows.count / 2 : rows.count
        async let second = part(of: batch, under: prefix, rows: rows[middle...])
        let first = await part(of: batch, under: prefix, rows: rows[..<middle])
        let found = try first.get() + (try await second.get())
        var result = batch
        var sizes = batch.hasAttributes ? batch.sizes : Array(repeating: ItemBatch.unknownSize, count: batch.count)
        var times = batch.hasAttributes ? batch.times : Array(repeating: ItemBatch.unknownTime, count: batch.count)
        var known: [Int32: ETag] = [:]
        for (row, size, time, etag) in found {
            (sizes[row], times[row], known[Int32(row)]) = (size, time, etag)
        }
        result.setAttributes(sizes: sizes, times: times, etags: known)
        return result
    }

    private typealias RowAttributes = (row: Int, size: Int64, time: Int64, etag: ETag?)

    private func part(
        of batch: ItemBatch, under prefix: String, rows: ArraySlice<Int>
    ) async -> Result<[RowAttributes], DataError> {
        if rows.isEmpty { return .success([]) }
        do throws(DataError) {
            return .success(
                try await threads.run { (cancellation) throws(DataError) in
                    try self.attributes(of: batch, under: prefix, rows: rows, cancellation)
                })
        } catch {
            return .failure(error)
        }
    }

    private func attributes(
        of batch: ItemBatch, under prefix: String, rows: ArraySlice<Int>, _ cancellation: Cancellation
    ) throws(DataError) -> [RowAttributes] {
        let remembers = !etags.isEmpty
        let start = Array(prefix.utf8)
        // The folder that the last row lay in, open.
        var folder: (path: [UInt8], descriptor: Descriptor?)?
        var found: [RowAttributes] = []
        found.reserveCapacity(rows.count)
        for row in rows where row < batch.count {
            try cancellation.check(key: prefix, store: name)
            let kind = batch.kind(row)
            let path = start + (kind == .folder ? batch.nameBytes(row).dropLast() : batch.nameBytes(row))
            let slash = path.lastIndex(of: UInt8(ascii: "/"))
            let above = Array(path[..<(slash ?? 0)])
            if folder?.path != above {
                let text = above.map(CChar.init(bitPattern:)) + [0]
                folder = (above, try? root.openFolder(text))
            }
            let name = path[(slash.map { $0 + 1 } ?? 0)...].map(CChar.init(bitPattern:)) + [0]
            guard let open = folder?.descriptor, let status = try? FileStatus(of: name, in: open.number) else {
                continue
            }
            let size = status.isFile ? status.size : ItemBatch.unknownSize
            let digest = remembers && status.isFile ? etags.digest(of: status.fingerprint) : nil
            found.append((row, size, status.modified, digest.map { ETag($0) }))
        }
        return found
    }
}
