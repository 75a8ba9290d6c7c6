package import PersistyData

/// The sum of all that is below some rows, while it is counted and after.
package struct MeasureSheet: Sendable {
    package var id: Int
    package var place: Place
    package var selection: [Selected]
    package var total = MeasuredTotal()

    package init(id: Int, place: Place, selection: [Selected]) {
        self.id = id
        self.place = place
        self.selection = selection
    }
}

/// Items and bytes, counted so far or in all.
package struct MeasuredTotal: Sendable, Equatable {
    package struct Part: Sendable, Equatable {
        package var items = 0
        package var bytes: Int64 = 0

        package init() {}

        package mutating func add(_ size: Int64) {
            items += 1
            bytes = bytes.addingReportingOverflow(size).partialValue
        }
    }

    package enum State: Sendable, Equatable {
        case counting, complete
        case failed(DataError)
    }

    package var all = Part()
    /// By storage class, where the store tells.
    package var classes: [String: Part] = [:]
    package var state = State.counting

    package init() {}

    package mutating func add(_ size: Int64, storageClass: String?) {
        all.add(size)
        // What a service makes up must not fill the memory.
        guard let storageClass, classes.count < 64 || classes[storageClass] != nil else { return }
        classes[storageClass, default: Part()].add(size)
    }
}
