package import PersistyData

/// An upload in parts that has begun: an answer to CreateMultipartUpload.
package struct StartedUpload: Sendable, Equatable {
    /// By which the service knows the upload. Opaque: it is encoded in every request and never a name of a file.
    package let id: String

    /// Reads the answer to a request for `key` in `bucket`, which it must repeat where it names them.
    package init(_ body: [UInt8], bucket: String, key: String) throws(AnswerError) {
        // rclone's server has a name of its own for it.
        var scanner = try XMLScanner.answer(
            body, root: "InitiateMultipartUploadResult", or: "InitiateMultipartUpload")
        var id = ""
        while try scanner.nextChild() {
            if scanner.isNamed("UploadId") {
                id = try scanner.textValue()
            } else if scanner.isNamed("Key") {
                guard try scanner.textValue().utf8Equals(key) else { throw .malformed("It answers for another key.") }
            } else if scanner.isNamed("Bucket") {
                guard try scanner.textValue() == bucket else { throw .malformed("It answers for another bucket.") }
            } else {
                try scanner.skip()
            }
        }
        try scanner.finish()
        guard !id.isEmpty, id.utf8.count <= 8192 else { throw .malformed("It does not name the upload.") }
        self.id = id
    }
}

/// An upload in parts that has become an item: an answer to CompleteMultipartUpload. An error inside the status 200 is
/// thrown as one.
package struct CompletedUpload: Sendable, Equatable {
    /// The validator of the item.
    package private(set) var etag: ETag?
    /// What the service says of the content, in base64, by the name of the algorithm: `ChecksumCRC64NVME`.
    package private(set) var checksums: [String: String] = [:]
    /// Whether the checksums are of the whole item, not of its parts' checksums.
    package private(set) var isWholeChecksum = false

    /// Reads an answer.
    package init(_ body: [UInt8]) throws(AnswerError) {
        var scanner = try XMLScanner.answer(body, root: "CompleteMultipartUploadResult")
        while try scanner.nextChild() {
            if scanner.isNamed("ETag") {
                etag = try scanner.etagValue()
            } else if scanner.isNamed("ChecksumType") {
                isWholeChecksum = try scanner.trimmedValue() == "FULL_OBJECT"
            } else if let name = scanner.checksumName {
                checksums[name] = try scanner.trimmedValue()
            } else {
                try scanner.skip()
            }
        }
        try scanner.finish()
    }
}

/// A copy that the service made: an answer to CopyObject or UploadPartCopy. An error inside the status 200 is thrown as
/// one.
package struct CopiedItem: Sendable, Equatable {
    /// The validator of the item, or of the part.
    package private(set) var etag: ETag?
    package private(set) var updatedAt: Timestamp?
    /// As in ``CompletedUpload/checksums``.
    package private(set) var checksums: [String: String] = [:]

    /// Reads the answer to CopyObject.
    package init(item body: [UInt8]) throws(AnswerError) { try self.init(body, root: "CopyObjectResult") }

    /// Reads the answer to UploadPartCopy.
    package init(part body: [UInt8]) throws(AnswerError) { try self.init(body, root: "CopyPartResult") }

    private init(_ body: [UInt8], root: StaticString) throws(AnswerError) {
        var scanner = try XMLScanner.answer(body, root: root)
        while try scanner.nextChild() {
            if scanner.isNamed("ETag") {
                etag = try scanner.etagValue()
            } else if scanner.isNamed("LastModified") {
                updatedAt = try scanner.timeValue()
            } else if let name = scanner.checksumName {
                checksums[name] = try scanner.trimmedValue()
            } else {
                try scanner.skip()
            }
        }
        try scanner.finish()
        guard etag != nil else { throw .malformed("It does not say what the copy is.") }
    }
}

extension XMLScanner {
    /// The name of the element that has just begun, where it holds a checksum.
    var checksumName: String? {
        guard name.count > 8, holds("Checksum", at: name.prefix(8)), !isNamed("ChecksumType"),
            !isNamed("ChecksumAlgorithm")
        else { return nil }
        return String(decoding: bytes[name], as: UTF8.self)
    }
}
