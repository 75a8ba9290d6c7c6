package import PersistyData

extension S3Client {
    /// The most bytes that one request copies ("CopyObject", Amazon S3 API Reference): 5 GiB.
    package static let greatestCopy: Int64 = 5 << 30

    /// Copies an item inside the service; the bytes do not pass here.
    ///
    /// - Parameters:
    ///   - etag: Which version it must be.
    ///   - headers: Those of the attributes where ``replaces`` is set, and of the condition.
    ///   - replacesAttributes: Whether the copy has the attributes in `headers` instead of the item's own.
    ///   - isReplayable: As in ``put(_:_:headers:isReplayable:)``.
    package func copy(
        _ source: ItemName, pinnedTo etag: ETag?, to item: ItemName, headers: [SignableRequest.Header],
        replacesAttributes: Bool, isReplayable: Bool = true
    ) async throws(RequestError) -> (copied: CopiedItem, versionID: String?) {
        var request = S3Request("PUT", bucket: item.bucket, key: item.key, headers: headers)
        request.isReplayable = isReplayable
        request.headers += Self.copySource(source, pinnedTo: etag)
        request.headers.append(.init("x-amz-metadata-directive", replacesAttributes ? "REPLACE" : "COPY"))
        let answer = try await send(request)
        let copied = try answer.reading { (body) throws(AnswerError) in try CopiedItem(item: body) }
        return (copied, answer.header("x-amz-version-id"))
    }

    /// Copies a range of an item as one part of an upload.
    package func copyPart(
        _ number: Int, of upload: UploadName, from source: ItemName, pinnedTo etag: ETag?, range: Range<Int64>
    ) async throws(RequestError) -> UploadedPart {
        var request = upload.request("PUT")
        request.ask("partNumber", "\(number)")
        request.headers = Self.copySource(source, pinnedTo: etag)
        request.set("x-amz-copy-source-range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")
        let answer = try await send(request)
        let copied = try answer.reading { (body) throws(AnswerError) in try CopiedItem(part: body) }
        guard let etag = copied.etag else { throw .unreadable(.malformed("It does not say which part was stored.")) }
        return UploadedPart(number: number, etag: etag, crc64nvme: copied.checksums["ChecksumCRC64NVME"])
    }

    /// The source of a copy: a header whose value is encoded like a path, once.
    private static func copySource(_ source: ItemName, pinnedTo etag: ETag?) -> [SignableRequest.Header] {
        var value = "/" + PercentEncoding.query(source.bucket) + "/" + PercentEncoding.path(source.key)
        if let version = source.versionID { value += "?versionId=" + PercentEncoding.query(version) }
        var headers: [SignableRequest.Header] = [.init("x-amz-copy-source", value)]
        if let etag { headers.append(.init("x-amz-copy-source-if-match", etag.headerValue)) }
        return headers
    }
}
