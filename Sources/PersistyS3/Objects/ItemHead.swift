package import PersistyData

/// What the headers of an answer to HEAD or GET say of an item ("HeadObject", Amazon S3 API Reference).
package struct ItemHead: Sendable {
    /// How many bytes the item has, or, of an answer to a range, all of it has.
    package let size: Int64
    package let etag: ETag?
    package let updatedAt: Timestamp?
    package let attributes: DataAttributes
    /// Which version it is, where the bucket keeps versions.
    package let versionID: String?
    /// The class that it is stored in; `nil` for the standard one.
    package let storageClass: String?
    /// What the service says of the content, in base64, by the name in the header: `crc64nvme`.
    package let checksums: [String: String]
    /// Whether ``checksums`` are of the whole content, not of its parts' sums.
    package let isWholeChecksum: Bool
    /// How it is encrypted where it lies: `AES256`, `aws:kms`; `SSE-C` for a key that the caller keeps.
    package let encryption: String?
    /// How many parts it was uploaded in, where a part was asked for.
    package let partCount: Int?
    /// The bytes that were answered, where a range was.
    package let range: Range<Int64>?
    /// The whole answer, for a person to read.
    package let answer: S3Answer

    /// Reads the headers.
    ///
    /// - Throws: For an answer without a length, or with a range that is none.
    package init(_ answer: S3Answer) throws(AnswerError) {
        self.answer = answer
        let length = answer.length
        if let text = answer.header("content-range") {
            guard let range = ContentRange(text) else { throw .malformed("Its range is none.") }
            guard length == nil || length == Int64(range.bytes.count) else {
                throw .malformed("Its length is not that of its range.")
            }
            (self.range, size) = (range.bytes, range.size)
        } else {
            guard let length, length >= 0 else { throw .malformed("It does not say how long the item is.") }
            (range, size) = (nil, length)
        }
        etag = answer.header("etag").flatMap(Self.etag)
        updatedAt = answer.header("last-modified").flatMap { Timestamp(httpDate: Array($0.utf8)[...].trimmed) }
        attributes = AttributeHeaders.attributes(answer)
        // "null" is what was written while no versions were kept: no other can be meant.
        versionID = answer.header("x-amz-version-id").flatMap { $0.isEmpty || $0 == "null" ? nil : $0 }
        storageClass = answer.header("x-amz-storage-class")
        var checksums: [String: String] = [:]
        for (name, value) in answer.headers where name.hasPrefix("x-amz-checksum-") && name != "x-amz-checksum-type" {
            checksums[String(name.dropFirst("x-amz-checksum-".count))] = value
        }
        self.checksums = checksums
        isWholeChecksum = answer.header("x-amz-checksum-type").map { $0 == "FULL_OBJECT" } ?? true
        encryption =
            answer.header("x-amz-server-side-encryption")
            ?? answer.header("x-amz-server-side-encryption-customer-algorithm").map { _ in "SSE-C" }
        partCount = answer.header("x-amz-mp-parts-count").flatMap { Int($0) }
    }

    private static func etag(_ text: String) -> ETag? {
        let bytes = Array(text.utf8)[...].trimmed
        let isWeak = bytes.starts(with: "W/".utf8)
        let value = (isWeak ? bytes.dropFirst(2) : bytes).unquoted
        return value.isEmpty ? nil : ETag(String(decoding: value, as: UTF8.self), isWeak: isWeak)
    }

    /// The digests of the whole content that the service vouches for.
    ///
    /// - Parameter etagIsMD5: Whether the service makes the validator of what was written at once of its MD5, as S3 does
    ///   where it does not encrypt with keys of its own ("Common response headers", Amazon S3 API Reference).
    package func digests(etagIsMD5: Bool) -> Set<Digest> {
        var digests: Set<Digest> = []
        if etagIsMD5, encryption == nil || encryption == "AES256", let md5 = etag?.possibleMD5 { digests.insert(md5) }
        guard isWholeChecksum else { return digests }
        for (name, algorithm) in [("crc64nvme", Digest.Algorithm.crc64nvme), ("sha256", .sha256), ("crc32c", .crc32c)] {
            guard let text = checksums[name], let bytes = [UInt8](base64: text.utf8),
                let digest = Digest(algorithm, bytes)
            else { continue }
            digests.insert(digest)
        }
        return digests
    }
}

/// The value of `Content-Range`: which bytes of how many (RFC 9110 §14.4).
struct ContentRange: Equatable {
    let bytes: Range<Int64>
    let size: Int64

    init?(_ text: String) {
        guard text.hasPrefix("bytes ") else { return nil }
        let parts = text.utf8.dropFirst(6).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, let size = Int64(decimal: Array(parts[1])[...]) else { return nil }
        let ends = parts[0].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Int64(decimal: Array(ends[0])[...]),
            let last = Int64(decimal: Array(ends[1])[...]), first <= last, last < size
        else { return nil }
        (bytes, self.size) = (first..<(last + 1), size)
    }
}
