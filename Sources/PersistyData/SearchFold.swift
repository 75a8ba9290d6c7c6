/// Turns keys in byte order into the rows of a search: folds what follows the delimiter, and remembers where to go on.
///
/// A page key is `k` and the last key, or `p` and the last prefix: after a prefix all keys that begin with it are done.
package struct SearchFold: Sendable {
    package enum Row: Sendable, Equatable {
        case item
        case prefix(String)
        case skip
    }

    private let query: DataQuery
    private var lastKey: String?
    private var lastPrefix: String?

    package init(_ query: DataQuery, pageKey: String?) {
        self.query = query
        // `after` may lie inside a prefix that is folded: the prefix still has keys after it, and is shown.
        // By bytes: a key that begins with a combining mark would make one character with the letter before it.
        let text = pageKey.map { String(Substring($0.utf8.dropFirst())) }
        switch pageKey?.utf8.first {
        case UInt8(ascii: "k"): lastKey = text
        case UInt8(ascii: "p"): lastPrefix = text
        default: lastKey = query.after?.text
        }
    }

    /// The least text from which keys must still be looked at.
    package var start: String {
        var start = query.prefix
        if let lastKey, start.utf8Precedes(lastKey + "\0") { start = lastKey + "\0" }
        if let beyond = lastPrefix.map(Self.successor), start.utf8Precedes(beyond) { start = beyond }
        return start
    }

    /// The page key after the rows taken so far.
    package var pageKey: String? { lastPrefix.map { "p" + $0 } ?? lastKey.map { "k" + $0 } }

    /// Whether `text` is still to be shown.
    package func isWanted(_ text: String) -> Bool {
        guard text.utf8.starts(with: query.prefix.utf8) else { return false }
        if let lastPrefix { return !text.utf8.starts(with: lastPrefix.utf8) && lastPrefix.utf8Precedes(text) }
        if let lastKey { return lastKey.utf8Precedes(text) }
        return true
    }

    /// What the next key in order becomes.
    package mutating func take(_ key: String) -> Row {
        guard isWanted(key) else { return .skip }
        if let prefix = folded(key) {
            (lastPrefix, lastKey) = (prefix, nil)
            return .prefix(prefix)
        }
        (lastPrefix, lastKey) = (nil, key)
        return .item
    }

    /// The part of `key` up to and with the first delimiter after the query's prefix.
    func folded(_ key: String) -> String? {
        guard let delimiter = query.delimiter, !delimiter.isEmpty else { return nil }
        let bytes = Array(key.utf8)
        let pattern = Array(delimiter.utf8)
        var index = query.prefix.utf8.count
        while index + pattern.count <= bytes.count {
            if bytes[index..<(index + pattern.count)].elementsEqual(pattern) {
                return String(decoding: bytes[..<(index + pattern.count)], as: UTF8.self)
            }
            index += 1
        }
        return nil
    }

    /// A text that comes after every key with this prefix and before every other key behind them.
    ///
    /// The bytes after a prefix need not be UTF-8, so it is the prefix with a tail that no key exceeds.
    package static func successor(of prefix: String) -> String {
        prefix + String(repeating: "\u{10FFFF}", count: 1 + DataKey.maximumLength / 4)
    }
}

extension DataQuery {
    /// Refuses what no store can answer, and a page key that ``SearchFold`` did not make.
    package func check(limit: Int, pageKey: String?) throws(DataError) {
        try check(limit: limit)
        guard let pageKey else { return }
        guard let kind = pageKey.utf8.first, pageKey.utf8.count > 1, "kp".utf8.contains(kind) else {
            throw DataError(
                .invalidKey, "This is not a page key of this store.", hint: "Begin the search again.",
                reason: "search.page_key")
        }
    }

    /// Refuses what no store can answer.
    package func check(limit: Int) throws(DataError) {
        guard limit > 0 else {
            throw DataError(
                .invalidKey, "A page holds at least one row; \(limit) were asked for.", reason: "search.limit")
        }
        guard prefix.utf8.count <= DataKey.maximumLength else {
            throw DataError(.invalidKey, "A prefix has at most 1,024 bytes.", key: prefix, reason: "key.too_long")
        }
        guard delimiter?.isEmpty != true else {
            throw DataError(.invalidKey, "A delimiter cannot be empty.", reason: "search.delimiter")
        }
    }
}
