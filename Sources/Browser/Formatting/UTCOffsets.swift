package import PersistyData

/// How far local time is from UTC, as a table, so that formatting needs no clock and no time zone library.
package struct UTCOffsets: Sendable, Equatable {
    package struct Change: Sendable, Equatable {
        package var from: Timestamp
        /// Seconds east of UTC.
        package var offset: Int
        /// The zone's abbreviation: `CEST`.
        package var name: String

        package init(from: Timestamp, offset: Int, name: String) {
            self.from = from
            self.offset = offset
            self.name = name
        }
    }

    private let changes: [Change]

    /// Offsets that hold from each change on; the first holds before it too.
    package init(_ changes: [Change]) { self.changes = changes }

    package static let utc = UTCOffsets([Change(from: Timestamp(nanoseconds: .min), offset: 0, name: "UTC")])

    package subscript(time: Timestamp) -> Change {
        changes.last { $0.from <= time } ?? changes.first ?? Change(from: time, offset: 0, name: "UTC")
    }
}
