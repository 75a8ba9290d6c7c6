import TerminalUI

/// A place as it is typed: `STORE:KEY`, `s3://BUCKET/KEY`, a local path, or `-`.
enum Place: Hashable, Sendable {
    /// The key is empty for the root, and ends in `/` for what must be a folder.
    case store(String, key: String)
    /// `s3://BUCKET/KEY`: a bucket that no store was set up for, with what the surroundings say of service and
    /// credentials. Without a bucket it is all buckets.
    case bucket(String, key: String)
    /// A path that begins with `/`, `./`, `../` or `~/`.
    case local(String)
    /// The standard input or output.
    case standard

    /// - Throws: for what is none of these.
    init(_ text: String) throws(UsageError) {
        if text == "-" {
            self = .standard
            return
        }
        if Self.localNames.contains(text) || Self.localBeginnings.contains(where: text.hasPrefix) {
            self = .local(text)
            return
        }
        if text.hasPrefix(Self.bucketBeginning) {
            let rest = text.dropFirst(Self.bucketBeginning.count)
            let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            self = .bucket(String(rest[..<slash]), key: String(rest[slash...].dropFirst()))
            return
        }
        // A store's name holds no colon, so that a key may: the first one divides.
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            throw UsageError(
                "“\(text)” is not a place. Write STORE:KEY, or ./\(text) for a local path.")
        }
        guard colon != text.startIndex else {
            throw UsageError("“\(text)” names no store before the colon.")
        }
        self = .store(String(text[..<colon]), key: String(text[text.utf8.index(after: colon)...]))
    }

    /// What stands before a bucket.
    static let bucketBeginning = "s3://"
    private static let localNames: Set<String> = [".", "..", "~"]
    private static let localBeginnings = ["/", "./", "../", "~/"]
}

extension Place: CustomStringConvertible {
    /// As it was typed. It comes from outside: escape it before showing it.
    var description: String {
        switch self {
        case .store(let name, let key): "\(name):\(key)"
        case .bucket(let name, let key): Self.text(key, in: Self.bucketBeginning + name)
        case .local(let path): path
        case .standard: "-"
        }
    }
}

extension Place {
    /// A key as a person would type it, in a store that has a name, or is a folder of this machine or a bucket, named by
    /// its address.
    static func text(_ key: String, in store: String) -> String {
        if store == bucketBeginning { return store + key }
        if store.hasPrefix(bucketBeginning) { return "\(store)/\(key)" }
        guard store.hasPrefix("/") else { return "\(store):\(key)" }
        return store == "/" ? store + key : "\(store)/\(key)"
    }
}
