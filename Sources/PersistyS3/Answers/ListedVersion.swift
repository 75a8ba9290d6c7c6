package import PersistyData

/// A version of an item, or the mark that stands where it was deleted, as ListObjectVersions tells of it.
package struct ListedVersion: KeyedRow {
    package static let root: StaticString = "ListVersionsResult"
    package static let idMarker: StaticString = "NextVersionIdMarker"

    package var key = ""
    /// By which the version is asked for; `null` for what was written while versions were not kept.
    package var id = ""
    package var isLatest = false
    package var isDeletion = false
    package var updatedAt: Timestamp?
    package var etag: ETag?
    package var size: Int64?
    package var storageClass: String?

    package static func row(_ scanner: inout XMLScanner) throws(AnswerError) -> ListedVersion? {
        var version = ListedVersion()
        version.isDeletion = scanner.isNamed("DeleteMarker")
        guard version.isDeletion || scanner.isNamed("Version") else { return nil }
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
        return version
    }
}
