package import PersistyData

/// One page of a listing: an answer to ListObjectsV2 ("ListObjectsV2", Amazon S3 API Reference), as columns.
package struct ObjectPage: Sendable {
    /// Items and folders, by their names after the prefix that was listed.
    package internal(set) var rows = ItemBatch()
    /// The storage classes of the items in ``rows``.
    package internal(set) var storageClasses = StorageClassColumn()
    /// Whether there is more; `nil` when the service did not say.
    package internal(set) var isTruncated: Bool?
    /// From where the next page goes on.
    package internal(set) var nextToken: String?
    /// What cannot be a row, and why.
    package internal(set) var notices = Notices()

    /// What a page holds that is no row. All of it is counted, and some of it named.
    package struct Notices: Sendable, Equatable {
        /// Keys without a character.
        package internal(set) var emptyKeys = 0
        /// Keys longer than 1,024 bytes, or with U+0000.
        package internal(set) var impossibleKeys = 0
        /// Keys that do not begin with the prefix that was listed: nothing that is done to the prefix may touch them.
        package internal(set) var foreignKeys = 0
        /// The first ten of the foreign keys.
        package internal(set) var someForeignKeys: [String] = []

        /// Whether there is anything to tell.
        package var isEmpty: Bool { emptyKeys + impossibleKeys + foreignKeys == 0 }
    }

    /// How many rows or notices came: whether the page brought anything.
    package var isEmpty: Bool { rows.isEmpty && notices.isEmpty }
}

/// The storage class of each row: a byte a row, and each class's name once.
package struct StorageClassColumn: Sendable {
    private var indices: [UInt8] = []
    private var names: [String] = []
    private var last: [UInt8] = []
    private var lastIndex: UInt8 = 0

    /// The class of the row as the service calls it; `nil` where it did not say.
    package subscript(row: Int) -> String? {
        row < indices.count && indices[row] > 0 ? names[Int(indices[row]) - 1] : nil
    }

    mutating func reserve(_ rows: Int) { indices.reserveCapacity(rows) }

    /// Sets the class of `row`. Of more than 255 classes, which no service has, the others are not kept.
    mutating func set(_ name: ArraySlice<UInt8>, row: Int) {
        while indices.count <= row { indices.append(0) }
        // Nearly every row has the class of the row before.
        if last.elementsEqual(name) {
            indices[row] = lastIndex
            return
        }
        if let index = names.firstIndex(where: { $0.utf8.elementsEqual(name) }) {
            lastIndex = UInt8(index + 1)
        } else if names.count < 255, !name.isEmpty {
            names.append(String(decoding: name, as: UTF8.self))
            lastIndex = UInt8(names.count)
        } else {
            return
        }
        last = Array(name)
        indices[row] = lastIndex
    }
}
