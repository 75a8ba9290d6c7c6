/// A tag of an item: a name and a value. Both come from outside: escape them.
public struct DataTag: Sendable, Hashable {
    public var name: String
    public var value: String

    /// A tag.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// The most tags that an item can have ("Categorizing your objects using tags", Amazon S3 User Guide).
    public static let mostTags = 10

    /// Checks what a caller gives before any store sees it.
    ///
    /// - Throws: ``DataError/Code/invalidKey`` for names and values that cannot be tags, for a name that is there twice,
    ///   and for too many.
    public static func validate(_ tags: [DataTag]) throws(DataError) {
        guard tags.count <= mostTags else {
            throw DataError(
                .invalidKey, "An item can have \(mostTags) tags, not \(tags.count).", hint: "Nothing was changed.",
                reason: "tags.count")
        }
        var names: Set<String> = []
        for tag in tags {
            guard (1...128).contains(tag.name.unicodeScalars.count), tag.value.unicodeScalars.count <= 256 else {
                throw DataError(
                    .invalidKey, "A tag's name has 1 to 128 characters, and its value at most 256.",
                    hint: "Nothing was changed.", reason: "tags.length")
            }
            let isText = (tag.name + tag.value).unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            guard isText else {
                throw DataError(
                    .invalidKey, "A tag holds control characters.", hint: "Nothing was changed.",
                    reason: "tags.characters")
            }
            guard names.insert(tag.name).inserted else {
                throw DataError(
                    .invalidKey, "The tag \(tag.name.debugDescription) is there twice.", hint: "Nothing was changed.",
                    reason: "tags.twice")
            }
        }
    }
}
