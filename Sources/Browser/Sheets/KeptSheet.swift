package import PersistyData

/// What a service keeps beside the items that a listing shows: former versions of one, or unfinished uploads.
package struct KeptSheet: Sendable {
    package enum Subject: Sendable, Hashable {
        case versions(Place, DataKey)
        case uploads(Place)

        package var place: Place {
            switch self {
            case .versions(let place, _), .uploads(let place): place
            }
        }
    }

    package enum Row: Sendable, Hashable {
        case version(StoredVersion)
        case upload(UnfinishedUpload)

        /// What tells it from all other rows.
        var id: [String] {
            switch self {
            case .version(let version): [version.id]
            case .upload(let upload): [upload.key.text, upload.id]
            }
        }
    }

    package enum State: Sendable, Equatable {
        case loading, complete
        case failed(DataError)
    }

    /// What a yes would do, and to which row: others may stand there when it comes.
    package enum Question: Sendable {
        case restore(StoredVersion)
        case delete(Row)
    }

    package var id: Int
    package var subject: Subject
    package var rows: [Row] = []
    package var state = State.loading
    package var cursor = 0
    package var question: Question?
    /// Whether the rows are those from before something was done, until the first new ones come.
    package var areRowsOld = false
    /// What became of the last thing that was done.
    package var notice: Notice?

    package init(id: Int, subject: Subject) {
        self.id = id
        self.subject = subject
    }

    package var row: Row? { rows.indices.contains(cursor) ? rows[cursor] : nil }

    /// Takes rows that have come. Those from before go, and with them a question about one of them; the cursor stays on
    /// its row.
    mutating func take(_ some: [Row]) {
        guard areRowsOld else { return rows += some }
        let wanted = row?.id
        (rows, areRowsOld, question) = (some, false, nil)
        cursor = wanted.flatMap { wanted in some.firstIndex { $0.id == wanted } } ?? cursor
    }

    /// No more rows come.
    mutating func end(_ error: DataError?) {
        take([])
        state = error.map { .failed($0) } ?? .complete
        cursor = min(cursor, max(0, rows.count - 1))
    }
}
