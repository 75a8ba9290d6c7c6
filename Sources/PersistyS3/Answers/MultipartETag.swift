package import PersistyData

/// The validator that S3 gives to an item uploaded in parts: the MD5 of the parts' MD5s, as bytes, and their number.
///
/// No document of S3 promises it; many services and clients keep to it. It tells that the service holds the parts that
/// were sent, and never the digest of the whole.
package struct MultipartETag: Sendable, Equatable {
    /// The validator.
    package let etag: ETag

    /// The validator of an item with parts of these MD5s.
    package init(parts: [Digest]) {
        var hasher = DigestHasher(.md5)
        for part in parts { part.bytes.withUnsafeBytes { hasher.update($0) } }
        etag = ETag(hasher.finish().hexadecimal + "-\(parts.count)")
    }
}
