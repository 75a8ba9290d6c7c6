package import PersistyData

/// Versions of items: an answer to ListObjectVersions.
package struct VersionPage: Sendable, Equatable {
    /// A version, or the mark that stands where an item was deleted.
    package struct Version: Sendable, Equatable {
        package var key = ""
        /// By which the version is asked for; `null` for what was written while versions were not kept.
        package var id = ""
        package var isLatest = false
        package var isDeletion = false
        package var updatedAt: Timestamp?
        package var etag: ETag?
        package var size: Int64?
        package var storageClass: String?
    }

    /// The versions, by key and then from the newest on.
    package private(set) var versions: [Version] = []
    /// The folders, whole.
    package private(set) var folders: [String] = []
    package private(set) var isTruncated: Bool?
    /// After which key and version the next page goes on.
    package private(set) var nextKeyMarker: String?
    package private(set) var nextVersionMarker: String?

    /// Both markers in one text, for ``ListingPages``.
    package var nextToken: String? { nextKeyMarker.map { $0 + "\0" + (nextVersionMarker ?? "") } }

    /// Reads an answer; keys are decoded once where it declares that they are encoded.
    package init(_ body: [UInt8]) throws(AnswerError) {
        var scanner = try XMLScanner.answer(body, root: "ListVersionsResult")
        var isEncoded = false
        while try scanner.nextChild() {
            if scanner.isNamed("Version") {
                try readVersion(&scanner, isDeletion: false)
            } else if scanner.isNamed("DeleteMarker") {
                try readVersion(&scanner, isDeletion: true)
            } else if scanner.isNamed("CommonPrefixes") {
                while try scanner.nextChild() {
                    if scanner.isNamed("Prefix") { folders.append(try scanner.textValue()) } else { try scanner.skip() }
                }
            } else if scanner.isNamed("IsTruncated") {
                isTruncated = try scanner.flagValue()
            } else if scanner.isNamed("NextKeyMarker") {
                nextKeyMarker = try scanner.textValue()
            } else if scanner.isNamed("NextVersionIdMarker") {
                nextVersionMarker = try scanner.textValue()
            } else if scanner.isNamed("EncodingType") {
                isEncoded = try scanner.trimmedValue() == "url"
            } else {
                try scanner.skip()
            }
        }
        try scanner.finish()
        guard isEncoded else { return }
        nextKeyMarker = try nextKeyMarker.map { marker throws(AnswerError) in try marker.decodedOnce() }
        for index in versions.indices { versions[index].key = try versions[index].key.decodedOnce() }
        for index in folders.indices { folders[index] = try folders[index].decodedOnce() }
    }

    private mutating func readVersion(_ scanner: inout XMLScanner, isDeletion: Bool) throws(AnswerError) {
        var version = Version()
        version.isDeletion = isDeletion
        while try scanner.nextChild() {
            if scanner.isNamed("Key") {
                version.key = try scanner.textValue()
            } else if scanner.isNamed("VersionId") {
                version.id = try scanner.textValue()
            } else if scanner.isNamed("IsLatest") {
                version.isLatest = try scanner.flagValue()
            } else if scanner.isNamed("LastModified") {
                version.updatedAt = try scanner.timeValue()
            } else if scanner.isNamed("ETag") {
                version.etag = try scanner.etagValue()
            } else if scanner.isNamed("Size") {
                version.size = try scanner.countValue()
            } else if scanner.isNamed("StorageClass") {
                version.storageClass = try scanner.trimmedValue()
            } else {
                try scanner.skip()
            }
        }
        guard !version.key.isEmpty, !version.id.isEmpty else {
            throw .malformed("A version in it has no key or no name.")
        }
        versions.append(version)
    }
}
