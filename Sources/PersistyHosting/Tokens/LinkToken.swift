package import PersistyData

/// What a link of a hosted store says: one key of one store of one server, one thing to do, until one moment.
package struct LinkToken: Sendable, Hashable {
    /// Which link it is: a link for uploads is used once, by this, whatever its text.
    package struct ID: Sendable, Hashable {
        /// 22 characters, which tell 16 bytes.
        package let text: String

        /// An id; `nil` for what is none.
        package init?(_ text: String) {
            guard text.utf8.count == 22, text.utf8.allSatisfy(Base64URL.isCharacter) else { return nil }
            self.text = text
        }

        private init(random text: String) { self.text = text }

        /// One that nobody can guess and nobody has had.
        package static var fresh: ID {
            var randomness = SystemRandomNumberGenerator()
            return fresh(from: &randomness)
        }

        /// The same, from randomness that is fit for keys.
        package static func fresh(from randomness: inout some RandomNumberGenerator) -> ID {
            var text: [UInt8] = []
            withUnsafeBytes(of: (randomness.next(), randomness.next())) { Base64URL.append($0, to: &text) }
            return ID(random: String(decoding: text, as: UTF8.self))
        }
    }

    /// What a link is for.
    package enum Use: Sendable, Hashable {
        /// Reading, by GET and HEAD.
        case get(Presentation)
        /// Writing, by PUT.
        case put(Upload)
        /// Writing, by a form.
        case post(Upload)
    }

    /// How a browser takes what it reads.
    package struct Presentation: Sendable, Hashable {
        /// Whether it may be shown, where its type is safe.
        package var isInline = false
        /// The name under which it is saved; `nil` for the last part of the key.
        package var fileName: String?
    }

    /// What may be written.
    package struct Upload: Sendable, Hashable {
        /// The most bytes.
        package var limit: Int64
        /// The exact number of bytes, where it is given.
        package var length: Int64?
        /// The types, with `*` for any; never empty.
        package var contentTypes: [String]
        package var condition: WriteCondition
        /// What the content's SHA-256 must be, where it is given.
        package var sha256: [UInt8]?
    }

    /// The server that it is for.
    package var audience: String
    package var store: String
    package var key: DataKey
    package var use: Use
    /// Seconds since 1970.
    package var notBefore: Int64
    /// The first second, since 1970, in which it is good for nothing.
    package var expires: Int64
    package var id: ID

    /// Whether it may be used at `second`, for a server that lets links live for so long.
    ///
    /// Clocks differ: it is taken ``leeway`` seconds before it begins. It is never taken after its end.
    package func check(at second: Int64, longestLife: Int64) throws(TokenRefusal) {
        guard second < expires else { throw .expired }
        guard notBefore <= second + Self.leeway else { throw .notYet }
        guard expires > notBefore else { throw .expired }
        guard expires - notBefore <= longestLife else { throw .life }
    }

    /// How far another clock may be ahead of this one, in seconds.
    package static let leeway: Int64 = 30
}
