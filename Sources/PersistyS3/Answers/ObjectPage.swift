package import PersistyData

/// One page of a listing: an answer to ListObjectsV2 ("ListObjectsV2", Amazon S3 API Reference), as columns.
package struct ObjectPage: Sendable {
    /// Items and folders, by their names after the prefix that was listed.
    package internal(set) var rows = ItemBatch()
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
