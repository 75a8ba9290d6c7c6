package import NIOCore

/// The checks that every store makes of the bytes it is given: their number, their limit, their digest.
package struct WriteIntake: Sendable {
    private let key: DataKey
    private let store: String
    private let announced: Int64?
    private let limits: DataLimits
    private let options: WriteOptions
    private var md5: DigestHasher?
    private let knownMD5: Digest?
    private var other: DigestHasher?

    /// How many bytes came so far.
    package private(set) var size: Int64 = 0

    /// - Parameters:
    ///   - md5: The MD5 of bytes that need not be hashed, because they were compared already.
    ///   - makesMD5: Whether the MD5 is wanted where nobody expects one.
    package init(
        key: DataKey, store: String, announced: Int64?, limits: DataLimits, options: WriteOptions, md5: Digest? = nil,
        makesMD5: Bool = true
    ) {
        self.key = key
        self.store = store
        self.announced = announced
        self.limits = limits
        self.options = options
        knownMD5 = md5
        if md5 == nil, makesMD5 || options.expected?.algorithm == .md5 { self.md5 = DigestHasher(.md5) }
        if let algorithm = options.expected?.algorithm, algorithm != .md5 { other = DigestHasher(algorithm) }
    }

    /// Takes in the next bytes.
    ///
    /// - Throws: ``DataError/Code/tooLarge`` as soon as there are more than the store takes,
    ///   or as soon as more are announced, ``DataError/Code/corrupt`` as soon as there are more than were announced.
    package mutating func take(_ buffer: ByteBuffer) throws(DataError) {
        try buffer.withUnsafeReadableBytes { (bytes) throws(DataError) in try take(bytes) }
    }

    package mutating func take(_ bytes: UnsafeRawBufferPointer) throws(DataError) {
        size += Int64(bytes.count)
        if let limit = limits.itemSize, max(size, announced ?? 0) > limit {
            throw DataError(
                .tooLarge, "This store takes items of at most \(limit) bytes.", hint: "Nothing was stored.",
                key: key.text, store: store)
        }
        if let announced, size > announced { throw miscounted() }
        md5?.update(bytes)
        other?.update(bytes)
    }

    /// The MD5 of all bytes.
    ///
    /// - Throws: ``DataError/Code/corrupt`` when their number or digest is not as announced.
    package func finish() throws(DataError) -> Digest {
        guard let md5 = try verified() else { preconditionFailure("an MD5 that was not made is not asked for") }
        return md5
    }

    /// The MD5 of all bytes, where it is known or was made.
    ///
    /// - Throws: ``DataError/Code/corrupt`` when their number or digest is not as announced.
    package func verified() throws(DataError) -> Digest? {
        if let announced, size != announced { throw miscounted() }
        let md5 = knownMD5 ?? md5?.finish()
        if let expected = options.expected {
            let found = other?.finish() ?? md5
            guard let found, found == expected else {
                throw DataError(
                    .corrupt,
                    "The bytes are not the expected ones: their \(expected.algorithm.title) is \(found?.hexadecimal ?? ""), "
                        + "not \(expected.hexadecimal).",
                    hint: "Nothing was stored; try again.", key: key.text, store: store, retry: .now)
            }
        }
        return md5
    }

    /// The type to keep: the one given, else by name, else by the first bytes.
    ///
    /// - Throws: ``DataError/Code/badContentType`` for one that the store does not take.
    package func contentType(first: [UInt8]) throws(DataError) -> String {
        let type = options.attributes.contentType ?? ContentType.guess(name: key.lastComponent, content: first)
        guard limits.contentTypes.map({ ContentType.matches(type, $0) }) ?? true else {
            throw DataError(
                .badContentType, "This store does not take items of type \(type).",
                hint: "It takes \(limits.contentTypes?.joined(separator: ", ") ?? "").", key: key.text, store: store)
        }
        return type
    }

    private func miscounted() -> DataError {
        let announced = announced ?? 0
        return DataError(
            .corrupt,
            size > announced
                ? "The source gave \(size) bytes or more, but had announced \(announced)."
                : "The source ended after \(size) bytes, but had announced \(announced).",
            hint: "It may have changed meanwhile; nothing was stored.", key: key.text, store: store, retry: .now)
    }
}

extension WriteCondition {
    /// Checks what is there against the condition.
    package func check(against item: DataItem?, etag: ETag?, key: DataKey, store: String) throws(DataError) {
        switch self {
        case .always: return
        case .absent where item != nil:
            throw DataError(
                .exists, "There is an item of that name already.", hint: "It was left as it is.", key: key.text,
                store: store)
        case .present where item == nil: throw .notFound(key, store: store)
        case .matches(let wanted) where item == nil || etag != wanted || wanted.isWeak:
            throw DataError(
                .conditionFailed, "The item is no longer the one that was seen.",
                hint: "It was left as it is; refresh and look again.", key: key.text, store: store)
        case .absent, .present, .matches: return
        }
    }

    /// Refuses a condition that no delete can have.
    package func checkForDelete(store: String) throws(DataError) {
        if self == .absent { throw .unsupported("What is absent cannot be deleted.", store: store) }
    }
}

extension DataError {
    /// The item is another version than the one that was seen.
    package static func replacedSince(_ key: DataKey, store: String) -> DataError {
        DataError(
            .conditionFailed, "The item was changed since it was listed.", hint: "Refresh and look again.",
            key: key.text, store: store)
    }

    /// The folder still has items.
    package static func folderNotEmpty(_ folder: DataPrefix, store: String) -> DataError {
        DataError(
            .exists, "The folder is not empty.", hint: "It was left as it is.", key: folder.text, store: store)
    }
}
