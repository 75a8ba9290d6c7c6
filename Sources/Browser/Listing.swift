package import PersistyData

/// A row of a listing, by its number of arrival.
package typealias Row = UInt32

/// The rows of a folder, as batches of columns in order of arrival.
package struct Listing: Sendable {
    package enum State: Sendable, Equatable {
        case loading
        case complete
        /// The person stopped it; what had come is there.
        case stopped
        case failed(DataError)
    }

    /// Tells this listing from earlier and later ones of the same pane; answers to others are dropped.
    package var id: Int
    package var place: Place
    package var state = State.loading
    package private(set) var batches: [ItemBatch] = []
    /// The number of the first row of each batch.
    package private(set) var starts: [Row] = []
    package private(set) var count = 0
    /// In how many rows sizes and times are known.
    package private(set) var attributedCount = 0
    /// In how many of them they became known after the rows themselves.
    package private(set) var filledCount = 0
    /// Counts what has been taken in, so that a screen can tell whether anything has.
    package private(set) var version = 0
    /// Attributes asked for ahead of their batch, for rows in view.
    private var early: [Row: EarlyAttributes] = [:]
    /// Validators read from content for rows in view.
    package var etags: [Row: ETag] = [:] { didSet { version += 1 } }

    private struct EarlyAttributes: Sendable {
        var size: Int64?
        var time: Timestamp?
    }

    package init(id: Int, place: Place) {
        self.id = id
        self.place = place
    }

    package mutating func append(_ batch: ItemBatch) {
        guard !batch.isEmpty else { return }
        version += 1
        starts.append(Row(count))
        batches.append(batch)
        count += batch.count
        if batch.hasAttributes { attributedCount += batch.count }
    }

    /// Takes in sizes and times of a whole batch.
    package mutating func setAttributes(of index: Int, to batch: ItemBatch) {
        guard batches.indices.contains(index), batches[index].count == batch.count else { return }
        version += 1
        if batch.hasAttributes, !batches[index].hasAttributes {
            attributedCount += batch.count
            filledCount += batch.count
            if attributedCount == count { early = [:] }
        }
        batches[index] = batch
    }

    /// Takes in sizes and times of some rows, before those of their batches.
    package mutating func setEarlyAttributes(of rows: [Row], from batch: ItemBatch, batchIndex: Int) {
        guard batches.indices.contains(batchIndex), !batches[batchIndex].hasAttributes else { return }
        version += 1
        for row in rows {
            let inside = Int(row - starts[batchIndex])
            guard inside < batch.count else { continue }
            early[row] = EarlyAttributes(size: batch.size(inside), time: batch.time(inside))
            if let etag = batch.etag(inside) { etags[row] = etag }
        }
    }

    /// The batch that a row is in, and its number there.
    package func position(of row: Row) -> (batch: Int, row: Int) {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= row { low = middle } else { high = middle }
        }
        return (low, Int(row - starts[low]))
    }

    package func kind(_ row: Row) -> ItemBatch.Kind {
        let (batch, inside) = position(of: row)
        return batches[batch].kind(inside)
    }

    /// The bytes of the row's name; a folder's ends in `/`.
    package func nameBytes(_ row: Row) -> ArraySlice<UInt8> {
        let (batch, inside) = position(of: row)
        return batches[batch].nameBytes(inside)
    }

    /// The row's name; `nil` when it is not UTF-8 and so cannot be part of a key.
    package func name(_ row: Row) -> String? {
        let (batch, inside) = position(of: row)
        return batches[batch].name(inside)
    }

    package func size(_ row: Row) -> Int64? {
        let (batch, inside) = position(of: row)
        return batches[batch].size(inside) ?? early[row]?.size
    }

    package func time(_ row: Row) -> Timestamp? {
        let (batch, inside) = position(of: row)
        return batches[batch].time(inside) ?? early[row]?.time
    }

    package func etag(_ row: Row) -> ETag? {
        let (batch, inside) = position(of: row)
        return batches[batch].etag(inside) ?? etags[row]
    }

    package func contentType(_ row: Row) -> String? {
        let (batch, inside) = position(of: row)
        return batches[batch].contentType(inside)
    }

    package func storageClass(_ row: Row) -> String? {
        let (batch, inside) = position(of: row)
        return batches[batch].storageClass(inside)
    }

    /// Whether the row's size and time were asked for and answered.
    package func hasAttributes(_ row: Row) -> Bool {
        let (batch, _) = position(of: row)
        return batches[batch].hasAttributes || early[row] != nil
    }

    package var areAttributesComplete: Bool { attributedCount == count }

    /// The row's key; `nil` for a folder, and for a name that cannot be one.
    package func key(_ row: Row) -> DataKey? {
        guard kind(row) == .item, let name = name(row) else { return nil }
        return try? place.prefix.appending(name)
    }

    /// The key of an item, or of a link or another special file; `nil` for a folder, and for a name that cannot be one.
    package func keyOfName(_ row: Row) -> DataKey? {
        guard kind(row) != .folder, let name = name(row) else { return nil }
        return try? place.prefix.appending(name)
    }

    /// The folder that the row is; `nil` for an item.
    package func folder(_ row: Row) -> DataPrefix? {
        guard kind(row) == .folder, let name = name(row) else { return nil }
        return try? DataPrefix(place.prefix.text + name)
    }
}
