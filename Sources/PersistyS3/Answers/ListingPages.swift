package import PersistyData

/// Decides after each page of a listing what comes next, whatever the service sends: the end, one more request, or an
/// error. No listing goes on for ever.
package struct ListingPages: Sendable {
    /// What comes next.
    package enum Step: Sendable, Equatable {
        /// The page that begins at this token.
        case next(token: String)
        /// Nothing.
        case end
        /// Nothing, though the service did not say whether that was all.
        case endUnsure
    }

    /// How many pages without a row may follow one another. Services send some, where many keys were deleted.
    package static let mostEmptyPages = 1000
    /// The longest token that is sent back.
    package static let longestToken = 8 << 10

    /// Hashes of the tokens that came, eight bytes for a thousand keys.
    private var seen: Set<Int> = []
    private var emptyPages = 0

    /// Before the first page.
    package init() {}

    /// What comes after `page`.
    package mutating func step(after page: ObjectPage) throws(DataError) -> Step {
        try step(isTruncated: page.isTruncated, token: page.nextToken, isEmpty: page.isEmpty)
    }

    /// What comes after a page.
    ///
    /// - Parameters:
    ///   - isTruncated: Whether the service says that there is more; `nil` when it says nothing.
    ///   - token: Where it says that the next page begins: all that it wants back, in one text.
    ///   - isEmpty: Whether the page brought nothing.
    package mutating func step(isTruncated: Bool?, token: String?, isEmpty: Bool) throws(DataError) -> Step {
        // A token on the last page is none.
        if isTruncated == false { return .end }
        guard let token, !token.isEmpty else {
            if isTruncated == nil { return .endUnsure }
            throw AnswerError.malformed("It says that there is more, and not from where.").dataError()
        }
        guard token.utf8.count <= Self.longestToken else {
            throw AnswerError.malformed("The token for the next page is too long.").dataError()
        }
        guard seen.insert(token.hashOfBytes).inserted else {
            throw Self.loop("The service sends the same page of the listing again and again.")
        }
        emptyPages = isEmpty ? emptyPages + 1 : 0
        guard emptyPages < Self.mostEmptyPages else {
            throw Self.loop("The service sent a thousand pages of the listing without an item in them.")
        }
        return .next(token: token)
    }

    private static func loop(_ sentence: String) -> DataError {
        DataError(
            .other, sentence, hint: "What was listed so far is not all; the service has a fault.",
            reason: "s3.list_loop")
    }
}

extension String {
    /// A hash that nobody outside can foresee.
    fileprivate var hashOfBytes: Int {
        var hasher = Hasher()
        hashUTF8(into: &hasher)
        return hasher.finalize()
    }
}
