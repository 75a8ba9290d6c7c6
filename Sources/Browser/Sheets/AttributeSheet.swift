package import PersistyData
package import TerminalUI

/// What is kept beside the bytes of one item or several, to be changed where they are.
package struct AttributeSheet: Sendable {
    package enum State: Sendable {
        case reading
        case editing
        /// The changes are shown and wait for a yes.
        case confirming
        case changing(done: Int)
        case failed(DataError)
    }

    /// A field and what the items have in it.
    package struct Entry: Sendable {
        package var field: AttributeEdit.Field
        /// `nil` where the items differ.
        package var original: String?
        package var text: TextField

        /// What is to be written; `nil` where all stays as it is.
        package var change: String? {
            guard let original else { return text.isEmpty ? nil : text.text }
            // A line of input holds no control characters: what it leaves out of the original is no change.
            return text.text.utf8.elementsEqual(TextField(original).text.utf8) ? nil : text.text
        }
    }

    package var id: Int
    package var place: Place
    package var state = State.reading
    package var count: Int
    package var items: [DescribedItem] = []
    package var entries: [Entry] = []
    package var cursor = 0
    /// Why the changes were not taken.
    package var complaint: ShownText?
    /// How many rows were chosen besides that have no attributes.
    package var left: Int

    package init(id: Int, place: Place, count: Int, left: Int) {
        self.id = id
        self.place = place
        self.count = count
        self.left = left
    }

    package var edit: AttributeEdit {
        var edit = AttributeEdit()
        for entry in entries { if let change = entry.change { edit.values[entry.field] = change } }
        return edit
    }

    /// Sees that every item can have the new values, and goes to the first that cannot be.
    mutating func check() throws(DataError) {
        for (index, entry) in entries.enumerated() {
            guard let change = entry.change else { continue }
            do throws(DataError) { try check(AttributeEdit([entry.field: change])) } catch {
                go(to: index)
                throw error
            }
        }
        try check(edit)
    }

    private func check(_ edit: AttributeEdit) throws(DataError) {
        _ = try edit.tags()
        for item in items { _ = try edit.applied(to: item.item.attributes ?? DataAttributes()) }
    }

    mutating func take(_ items: [DescribedItem]) {
        self.items = items
        let hasTags = items.allSatisfy { $0.tags != nil }
        entries = AttributeEdit.Field.allCases.filter { $0 != .tags || hasTags }.map { field in
            let texts = Set(items.map { $0.text(field) })
            let common = texts.count == 1 ? texts.first : nil
            return Entry(field: field, original: common, text: TextField(common ?? ""))
        }
        state = .editing
    }

    mutating func insert(_ text: String) {
        guard case .editing = state, entries.indices.contains(cursor) else { return }
        entries[cursor].text.insert(text)
    }

    mutating func go(to entry: Int) {
        guard case .editing = state, !entries.isEmpty else { return }
        cursor = (entry % entries.count + entries.count) % entries.count
    }
}

extension AttributeEdit.Field {
    package var title: ShownText {
        switch self {
        case .contentType: "Type"
        case .cacheControl: "Cache control"
        case .disposition: "Disposition"
        case .encoding: "Encoding"
        case .language: "Language"
        case .user: "Metadata"
        case .tags: "Tags"
        }
    }
}
