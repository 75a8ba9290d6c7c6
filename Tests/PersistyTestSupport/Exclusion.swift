/// A number of the list that no case of this suite asserts, and why.
package struct Exclusion: Sendable {
    /// Why a number is not asserted here.
    package enum Reason: String, Sendable {
        case needsS3 = "needs S3"
        case needsHTTP = "needs HTTP"
        /// A fault must be put under the store: a full disk, another device, a look at its system calls.
        case needsFaults = "needs a fault below the store, in the store's own tests"
        /// What is measured is the whole process, in which other tests run too.
        case needsProcess = "needs a process of its own, in the store's own tests"
        /// The contract has no such operation.
        case noSuchOperation = "the contract has no such operation"
    }

    package let number: Int
    package let title: String
    package let reason: Reason

    private init(_ number: Int, _ reason: Reason, _ title: String) {
        self.number = number
        self.title = title
        self.reason = reason
    }

    /// All of them.
    package static let all: [Exclusion] = [
        Exclusion(41, .needsFaults, "Disk full during a write"),
        Exclusion(42, .needsFaults, "The folder lies on another device than TMPDIR"),
        Exclusion(45, .needsS3, "What is forbidden is `.forbidden`, not nil; the contract's part is S12"),
        Exclusion(52, .needsProcess, "A 256 MiB stream passes through bounded memory"),
        Exclusion(54, .needsHTTP, "The connection drops in the middle of a body"),
        Exclusion(55, .needsHTTP, "The server ignores Range"),
        Exclusion(67, .needsS3, "A create whose answer was lost"),
        Exclusion(68, .needsS3, "409 is tried again, 412 is final"),
        Exclusion(69, .needsS3, "Two multipart uploads to one key"),
        Exclusion(86, .needsS3, "Pending multipart uploads are not listed"),
        Exclusion(89, .noSuchOperation, "Filters on size, time, type and ETag: the browser filters what is listed"),
        Exclusion(104, .needsS3, "A server copy over 5 GiB uses parts"),
        Exclusion(105, .needsS3, "200 OK with an error body"),
        Exclusion(106, .needsS3, "A copy source's key is encoded once"),
        Exclusion(111, .needsS3, "1 GiB from S3 to S3 in bounded memory; 52 is what can be asserted here"),
        Exclusion(117, .needsHTTP, "A signed GET"),
        Exclusion(118, .needsHTTP, "A signed PUT bound to a type"),
        Exclusion(119, .needsHTTP, "Expiry of nothing, less, or more than seven days"),
        Exclusion(120, .needsS3, "Expiry is the lesser of asked and the credentials' end"),
        Exclusion(121, .needsHTTP, "A POST form and every fault in it"),
        Exclusion(122, .needsHTTP, "A POST below, at and above its sizes"),
        Exclusion(123, .needsHTTP, "`${filename}` in a key"),
        Exclusion(124, .needsHTTP, "A download token does not upload"),
        Exclusion(125, .needsHTTP, "A one-use token works once"),
        Exclusion(126, .needsHTTP, "200 MiB through the upload route"),
        Exclusion(127, .needsHTTP, "GET and HEAD"),
        Exclusion(128, .needsHTTP, "304 and 412; the values' part is S13"),
        Exclusion(129, .needsHTTP, "206 and 416; the values' part is S13"),
        Exclusion(130, .needsHTTP, "HTML and SVG are served as attachments"),
        Exclusion(131, .needsHTTP, "Escaped dots and slashes in a URL"),
        Exclusion(132, .needsHTTP, "Every upload form made is accepted by its store"),
    ]
}
