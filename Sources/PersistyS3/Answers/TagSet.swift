/// The tags of an item: an answer to GetObjectTagging.
package struct TagSet: Sendable, Equatable {
    /// A tag.
    package struct Tag: Sendable, Equatable {
        package var name: String
        package var value: String

        /// A tag.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The tags, in the service's order.
    package var tags: [Tag]

    /// Tags.
    package init(_ tags: [Tag]) { self.tags = tags }

    /// Reads an answer.
    package init(_ body: [UInt8]) throws(AnswerError) {
        tags = []
        var scanner = try XMLScanner.answer(body, root: "Tagging")
        while try scanner.nextChild() {
            guard scanner.isNamed("TagSet") else {
                try scanner.skip()
                continue
            }
            while try scanner.nextChild() {
                if scanner.isNamed("Tag") { try readTag(&scanner) } else { try scanner.skip() }
            }
        }
        try scanner.finish()
    }

    private mutating func readTag(_ scanner: inout XMLScanner) throws(AnswerError) {
        var tag = Tag("", "")
        while try scanner.nextChild() {
            if scanner.isNamed("Key") {
                tag.name = try scanner.textValue()
            } else if scanner.isNamed("Value") {
                tag.value = try scanner.textValue()
            } else {
                try scanner.skip()
            }
        }
        guard !tag.name.isEmpty else { throw .malformed("A tag in it has no name.") }
        tags.append(tag)
    }
}
