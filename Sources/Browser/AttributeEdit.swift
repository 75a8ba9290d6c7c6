package import PersistyData

/// An item with its attributes, and its tags where the store has any.
package struct DescribedItem: Sendable, Hashable {
    package var item: DataItem
    /// `nil` where the store has none, or does not tell.
    package var tags: [DataTag]?

    package init(_ item: DataItem, tags: [DataTag]? = nil) {
        self.item = item
        self.tags = tags
    }
}

/// What is to be changed of what is kept beside items' bytes: new texts for some fields, the empty one to remove it.
package struct AttributeEdit: Sendable, Hashable {
    package enum Field: Sendable, CaseIterable {
        case contentType, cacheControl, disposition, encoding, language, user, tags
    }

    package var values: [Field: String]

    package init(_ values: [Field: String] = [:]) { self.values = values }

    /// Whether more than tags is changed.
    package var changesAttributes: Bool { values.keys.contains { $0 != .tags } }

    /// The new tags; `nil` where they stay.
    package func tags() throws(DataError) -> [DataTag]? {
        guard let text = values[.tags] else { return nil }
        let tags = try PairText.pairs(text).map { DataTag($0.name, $0.value) }
        try DataTag.validate(tags)
        return tags
    }

    /// `attributes` with the new values in them.
    package func applied(to attributes: DataAttributes) throws(DataError) -> DataAttributes {
        var changed = attributes
        for (field, text) in values {
            let value = text.isEmpty ? nil : text
            switch field {
            case .contentType: changed.contentType = value
            case .cacheControl: changed.cacheControl = value
            case .disposition: changed.contentDisposition = value
            case .encoding: changed.contentEncoding = value
            case .language: changed.contentLanguage = value
            case .user:
                changed.user = [:]
                for pair in try PairText.pairs(text) {
                    guard changed.user.updateValue(pair.value, forKey: pair.name) == nil else {
                        throw DataError(
                            .invalidKey, "The name \(pair.name.debugDescription) is there twice.",
                            reason: "metadata.twice")
                    }
                }
            case .tags: break
            }
        }
        try changed.validate()
        return changed
    }
}

extension DescribedItem {
    /// What the item has in a field, as the sheet shows it.
    func text(_ field: AttributeEdit.Field) -> String {
        let attributes = item.attributes ?? DataAttributes()
        switch field {
        case .contentType: return attributes.contentType ?? ""
        case .cacheControl: return attributes.cacheControl ?? ""
        case .disposition: return attributes.contentDisposition ?? ""
        case .encoding: return attributes.contentEncoding ?? ""
        case .language: return attributes.contentLanguage ?? ""
        case .user: return PairText.text(attributes.user.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        case .tags: return PairText.text((tags ?? []).map { ($0.name, $0.value) })
        }
    }
}

/// Names and values in one line: `team=blue; year=2026`. In names and values `;`, `=` and `\` stand behind a `\`.
enum PairText {
    static func text(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { escaped($0.name, "=") + "=" + escaped($0.value, "") }.joined(separator: "; ")
    }

    static func pairs(_ text: String) throws(DataError) -> [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        var (name, current): (String?, String.UnicodeScalarView) = (nil, .init())
        var isEscaped = false
        func end() throws(DataError) {
            let last = String(current)
            if name == nil, last.allSatisfy({ $0 == " " }) { return }
            guard let name else {
                throw DataError(
                    .invalidKey, "\(last.debugDescription) has no “=”.", hint: "Write name=value; name=value.",
                    reason: "pairs.form")
            }
            pairs.append((String(name.drop { $0 == " " }), last))
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case _ where isEscaped:
                current.append(scalar)
                isEscaped = false
            case "\\": isEscaped = true
            case "=" where name == nil:
                name = String(current)
                current = .init()
            case ";":
                try end()
                (name, current) = (nil, .init())
            default: current.append(scalar)
            }
        }
        try end()
        return pairs
    }

    private static func escaped(_ text: String, _ also: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            if scalar == ";" || scalar == "\\" || also.unicodeScalars.contains(scalar) { escaped += "\\" }
            escaped.unicodeScalars.append(scalar)
        }
        return escaped
    }
}
