/// Where a pane has been.
package struct History: Sendable {
    package struct Entry: Sendable, Equatable {
        package var place: Place
        /// The name under the cursor.
        package var name: String?

        package init(place: Place, name: String?) {
            self.place = place
            self.name = name
        }
    }

    private static let limit = 200

    package private(set) var back: [Entry] = []
    package private(set) var forward: [Entry] = []

    package init() {}

    package mutating func leave(_ entry: Entry) {
        back.append(entry)
        if back.count > Self.limit { back.removeFirst() }
        forward = []
    }

    /// Where the pane was last in `store`.
    package func last(in store: StoreID) -> Entry? { back.last { $0.place.store == store } }

    package mutating func goBack(from entry: Entry) -> Entry? {
        guard let target = back.popLast() else { return nil }
        forward.append(entry)
        return target
    }

    package mutating func goForward(from entry: Entry) -> Entry? {
        guard let target = forward.popLast() else { return nil }
        back.append(entry)
        return target
    }
}
