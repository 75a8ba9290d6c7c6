/// Finds what may be a secret in a text that others wrote and that is to be shown.
///
/// Programs and services are free to repeat what they were told. What is known to be secret is masked wherever it stands;
/// of the rest, what is said to be a secret and what looks as if chance had made it. A harmless word too many is masked
/// rather than a secret shown.
struct ScrubbedText {
    /// The text without secrets.
    private(set) var text = ""

    private var clue = SecretClue.none
    private var quote: Character?

    /// Scrubs `text`, in which `secrets` may stand.
    init(_ text: String, hiding secrets: [Secret] = []) {
        var rest = Self.hiding(secrets, in: text)[...]
        while let first = rest.first {
            let word: Substring
            if clue == .assigned, !Self.stands(beforeValue: first) {
                word = rest.prefix { quote == nil ? !$0.isWhitespace : $0 != quote && !$0.isNewline }
            } else if Self.isPartOfWord(first) {
                word = rest.prefix(while: Self.isPartOfWord)
            } else {
                take(sign: first)
                rest = rest.dropFirst()
                continue
            }
            take(word: word)
            rest = rest[word.endIndex...]
        }
    }

    private mutating func take(sign: Character) {
        if sign == ":" || sign == "=", clue == .named { clue = .assigned }
        if sign.isNewline { clue = .none }
        quote = clue == .assigned && (sign == "\"" || sign == "'") ? sign : nil
        text.append(sign)
    }

    private mutating func take(word: Substring) {
        let isSecret = word != Secret.mask && (clue.makesSecret(word) || Self.isRandom(word))
        text += isSecret ? Secret.mask : String(word)
        clue = SecretClue(after: word, clue)
        quote = nil
    }

    /// What is shorter and known to be secret is too common to be masked: that would tell more than it hides.
    private static let shortest = 6

    private static func hiding(_ secrets: [Secret], in text: String) -> String {
        // The longest first, of which others may be a part.
        let known = secrets.map(\.revealed).filter { $0.utf8.count >= shortest }
        return known.sorted { $0.utf8.count > $1.utf8.count }
            .reduce(text) { $0.replacing($1, with: Secret.mask) }
    }

    private static func stands(beforeValue character: Character) -> Bool {
        character.isWhitespace || ":=\"'>".contains(character)
    }

    private static func isPartOfWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "+/_-.~!$%^*&•".contains(character)
    }

    /// Whether `word` looks as if chance had made it: long, and going back and forth between kinds of characters much more
    /// often than names and paths do.
    private static func isRandom(_ word: Substring) -> Bool {
        guard word.utf8.count >= 20 else { return false }
        var changes = 0
        var pairs = 0
        var last: UInt8 = 0
        for byte in word.utf8 {
            let kind: UInt8 = byte.isDigit ? 1 : byte.isLowerCaseLetter ? 2 : byte.isAlphanumeric ? 3 : 0
            if kind != 0, last != 0 {
                pairs += 1
                if kind != last { changes += 1 }
            }
            last = kind
        }
        // Of random base64 some 60 of 100 neighbours differ in kind, of random hexadecimal digits 47.
        return pairs >= 12 && changes * 10 >= pairs * 3
    }
}

/// Whether the words before say that the next one is a secret.
private enum SecretClue {
    case none
    /// One of them is what secrets are called.
    case named
    /// And a sign stands behind it that gives it a value.
    case assigned

    private static let names = [
        "secret", "token", "password", "passwd", "passphrase", "authorization", "credential", "apikey", "api_key",
        "accesskey", "access_key", "privatekey", "private_key",
    ]
    private static let fillers: Set<String> = ["is", "was", "the", "bearer", "basic", "of", "for", "key"]

    /// What a word says of the next one, and what the words before it still do.
    init(after word: Substring, _ clue: SecretClue) {
        let word = word.lowercased()
        if Self.fillers.contains(word) {
            self = clue
        } else {
            // A file may be called so, and what is said of it is no secret.
            self = !word.contains("/") && Self.names.contains(where: word.contains) ? .named : .none
        }
    }

    /// Whether `word`, which comes next, is the secret. Without a sign before it, only what is no word of a language is.
    func makesSecret(_ word: Substring) -> Bool {
        let lower = word.lowercased()
        switch self {
        case .none: return false
        case .assigned: return !Self.fillers.contains(lower) && !Self.names.contains(lower)
        case .named: return word.count >= 8 && !word.dropFirst().allSatisfy { $0.isLowercase || ".-!".contains($0) }
        }
    }
}
