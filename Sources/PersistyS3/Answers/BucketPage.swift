package import PersistyData

/// Buckets that the credentials may see: an answer to ListBuckets ("ListBuckets", Amazon S3 API Reference).
package struct BucketPage: Sendable, Equatable {
    /// A bucket.
    package struct Bucket: Sendable, Equatable {
        package var name: String
        package var createdAt: Timestamp?
        /// The region it is in, where the service says so.
        package var region: String?
    }

    /// The buckets, in the service's order.
    package private(set) var buckets: [Bucket] = []
    /// From where the next page goes on; `nil` on the last one.
    package private(set) var nextToken: String?

    /// Reads an answer.
    package init(_ body: [UInt8]) throws(AnswerError) {
        var scanner = try XMLScanner.answer(body, root: "ListAllMyBucketsResult")
        while try scanner.nextChild() {
            if scanner.isNamed("Buckets") {
                while try scanner.nextChild() {
                    if scanner.isNamed("Bucket") { try readBucket(&scanner) } else { try scanner.skip() }
                }
            } else if scanner.isNamed("ContinuationToken") {
                nextToken = try scanner.trimmedValue()
            } else {
                try scanner.skip()
            }
        }
        try scanner.finish()
    }

    private mutating func readBucket(_ scanner: inout XMLScanner) throws(AnswerError) {
        var bucket = Bucket(name: "")
        while try scanner.nextChild() {
            if scanner.isNamed("Name") {
                bucket.name = try scanner.textValue()
            } else if scanner.isNamed("CreationDate") {
                bucket.createdAt = try scanner.timeValue()
            } else if scanner.isNamed("BucketRegion") {
                bucket.region = try scanner.trimmedValue()
            } else {
                try scanner.skip()
            }
        }
        guard !bucket.name.isEmpty else { throw .malformed("A bucket in it has no name.") }
        buckets.append(bucket)
    }
}
