package import PersistyData

/// An upload that has begun and not ended, as ListMultipartUploads tells of it.
package struct ListedUpload: KeyedRow {
    package static let root: StaticString = "ListMultipartUploadsResult"
    package static let idMarker: StaticString = "NextUploadIdMarker"

    package var key = ""
    package var id = ""
    package var startedAt: Timestamp?
    package var storageClass: String?

    package static func row(_ scanner: inout XMLScanner) throws(AnswerError) -> ListedUpload? {
        guard scanner.isNamed("Upload") else { return nil }
        var upload = ListedUpload()
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
        return upload
    }
}
