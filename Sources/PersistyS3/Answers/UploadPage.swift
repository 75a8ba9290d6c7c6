package import PersistyData

/// Uploads that have begun and not ended: an answer to ListMultipartUploads.
package struct UploadPage: Sendable, Equatable {
    /// An unfinished upload.
    package struct Upload: Sendable, Equatable {
        package var key = ""
        package var id = ""
        package var startedAt: Timestamp?
        package var storageClass: String?
    }

    /// The uploads, in the order of their keys.
    package private(set) var uploads: [Upload] = []
    package private(set) var isTruncated: Bool?
    /// After which key and upload the next page goes on.
    package private(set) var nextKeyMarker: String?
    package private(set) var nextUploadMarker: String?

    /// Both markers in one text, for ``ListingPages``.
    package var nextToken: String? { nextKeyMarker.map { $0 + "\0" + (nextUploadMarker ?? "") } }

    /// Reads an answer; keys are decoded once where it declares that they are encoded.
    package init(_ body: [UInt8]) throws(AnswerError) {
        var scanner = try XMLScanner.answer(body, root: "ListMultipartUploadsResult")
        var isEncoded = false
        while try scanner.nextChild() {
            if scanner.isNamed("Upload") {
                try readUpload(&scanner)
            } else if scanner.isNamed("IsTruncated") {
                isTruncated = try scanner.flagValue()
            } else if scanner.isNamed("NextKeyMarker") {
                nextKeyMarker = try scanner.textValue()
            } else if scanner.isNamed("NextUploadIdMarker") {
                nextUploadMarker = try scanner.textValue()
            } else if scanner.isNamed("EncodingType") {
                isEncoded = try scanner.trimmedValue() == "url"
            } else {
                try scanner.skip()
            }
        }
        try scanner.finish()
        guard isEncoded else { return }
        nextKeyMarker = try nextKeyMarker.map { marker throws(AnswerError) in try marker.decodedOnce() }
        for index in uploads.indices { uploads[index].key = try uploads[index].key.decodedOnce() }
    }

    private mutating func readUpload(_ scanner: inout XMLScanner) throws(AnswerError) {
        var upload = Upload()
        while try scanner.nextChild() {
            if scanner.isNamed("Key") {
                upload.key = try scanner.textValue()
            } else if scanner.isNamed("UploadId") {
                upload.id = try scanner.textValue()
            } else if scanner.isNamed("Initiated") {
                upload.startedAt = try scanner.timeValue()
            } else if scanner.isNamed("StorageClass") {
                upload.storageClass = try scanner.trimmedValue()
            } else {
                try scanner.skip()
            }
        }
        guard !upload.key.isEmpty, !upload.id.isEmpty else {
            throw .malformed("An upload in it has no key or no name.")
        }
        uploads.append(upload)
    }
}

extension String {
    /// The text of an answer with `encoding-type=url`, decoded.
    func decodedOnce() throws(AnswerError) -> String {
        guard let bytes = PercentEncoding.decoded(utf8, plusIsSpace: true),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw .malformed("A key in it is not encoded as it says.") }
        return text
    }
}
