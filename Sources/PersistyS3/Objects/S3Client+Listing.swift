import PersistyData

extension S3Client {
    /// One page of a bucket's items ("ListObjectsV2", Amazon S3 API Reference).
    ///
    /// - Parameters:
    ///   - after: The items from this key on, without it.
    ///   - token: Where the page before said that this one begins.
    package func list(
        _ bucket: String, prefix: String, delimiter: String?, after: String? = nil, token: String? = nil,
        limit: Int = 1000
    ) async throws(RequestError) -> ObjectPage {
        var request = S3Request("GET", bucket: bucket, query: [.init("list-type", "2"), .init("encoding-type", "url")])
        if limit != 1000 { request.ask("max-keys", "\(limit)") }
        if !prefix.isEmpty { request.ask("prefix", prefix) }
        request.ask("delimiter", delimiter)
        request.ask("start-after", after)
        request.ask("continuation-token", token)
        let answer = try await send(request)
        return try answer.reading { (body) throws(AnswerError) in
            try ObjectPage(body, under: prefix, wholeSeconds: true)
        }
    }

    /// One page of the buckets that the credentials may see.
    package func buckets(token: String? = nil) async throws(RequestError) -> BucketPage {
        var request = S3Request("GET")
        request.ask("continuation-token", token)
        return try await send(request).reading { (body) throws(AnswerError) in try BucketPage(body) }
    }

    /// One page of the uploads that have begun and not ended.
    package func uploads(
        in bucket: String, prefix: String, keyMarker: String? = nil, uploadMarker: String? = nil, limit: Int = 1000
    ) async throws(RequestError) -> KeyedPage<ListedUpload> {
        var request = S3Request("GET", bucket: bucket, query: [.init("uploads"), .init("encoding-type", "url")])
        if !prefix.isEmpty { request.ask("prefix", prefix) }
        request.ask("key-marker", keyMarker)
        request.ask("upload-id-marker", uploadMarker)
        if limit != 1000 { request.ask("max-uploads", "\(limit)") }
        return try await send(request).reading { (body) throws(AnswerError) in try KeyedPage(body) }
    }

    /// One page of the versions of items.
    package func versions(
        in bucket: String, prefix: String, keyMarker: String? = nil, versionMarker: String? = nil
    ) async throws(RequestError) -> KeyedPage<ListedVersion> {
        var request = S3Request("GET", bucket: bucket, query: [.init("versions"), .init("encoding-type", "url")])
        if !prefix.isEmpty { request.ask("prefix", prefix) }
        request.ask("key-marker", keyMarker)
        request.ask("version-id-marker", versionMarker)
        return try await send(request).reading { (body) throws(AnswerError) in try KeyedPage(body) }
    }

    /// One page of the parts that an upload has.
    package func parts(
        of upload: UploadName, marker: String? = nil
    ) async throws(RequestError) -> PartPage {
        var request = upload.request("GET")
        request.ask("part-number-marker", marker)
        return try await send(request).reading { (body) throws(AnswerError) in try PartPage(body) }
    }
}
