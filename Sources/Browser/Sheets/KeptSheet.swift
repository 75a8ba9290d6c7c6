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
    }

    package enum State: Sendable, Equatable {
        case loading, complete
        case failed(DataError)
    }

    /// What a yes would do to the row under the cursor.
    package enum Question: Sendable { case restore, delete }

    package var id: Int
    package var subject: Subject
    package var rows: [Row] = []
    package var state = State.loading
    package var cursor = 0
    package var question: Question?
    /// What became of the last thing that was done.
    package var notice: Notice?

    package init(id: Int, subject: Subject) {
        self.id = id
        self.subject = subject
    }

    package var row: Row? { rows.indices.contains(cursor) ? rows[cursor] : nil }
}
