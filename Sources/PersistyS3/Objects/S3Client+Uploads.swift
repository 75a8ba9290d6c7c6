package import PersistyData

/// An upload in parts that has begun.
package struct UploadName: Sendable, Hashable {
    package var bucket: String
    package var key: String
    /// By which the service knows it.
    package var id: String

    /// An upload.
    package init(bucket: String, key: String, id: String) {
        self.bucket = bucket
        self.key = key
        self.id = id
    }

    func request(_ method: String) -> S3Request {
        S3Request(method, bucket: bucket, key: key, query: [.init("uploadId", id)])
    }
}

/// A part that the service holds.
package struct UploadedPart: Sendable, Equatable {
    package var number: Int
    package var etag: ETag
    /// The sum of its bytes, in base64, where the upload keeps one.
    package var crc64nvme: String?

    /// A part.
    package init(number: Int, etag: ETag, crc64nvme: String? = nil) {
        self.number = number
        self.etag = etag
        self.crc64nvme = crc64nvme
    }
}

extension S3Client {
    /// Begins an upload in parts.
    ///
    /// Sent again after a lost answer it begins a second one. The first holds no bytes, and stays until somebody ends it:
    /// a listing of uploads tells of a key, a time and who began it, which is the same for all programs with these
    /// credentials, so that another's upload of the same key could be taken for it.
    ///
    /// - Parameter headers: Those of the attributes and of the kind of checksum.
    /// - Returns: The upload, and which kind of checksum the service says that it will keep.
    package func createUpload(
        _ item: ItemName, headers: [SignableRequest.Header]
    ) async throws(RequestError) -> (upload: UploadName, checksum: String?) {
        let request = S3Request(
            "POST", bucket: item.bucket, key: item.key, query: [.init("uploads")], headers: headers)
        let answer = try await send(request)
        let started = try answer.reading { (body) throws(AnswerError) in
            try StartedUpload(body, bucket: item.bucket, key: item.key)
        }
        let name = UploadName(bucket: item.bucket, key: item.key, id: started.id)
        return (name, answer.header("x-amz-checksum-algorithm"))
    }

    /// Sends one part and gives its validator. Sent again, it takes the place of the first.
    package func uploadPart(
        _ number: Int, of upload: UploadName, _ body: S3Body, checksum: SignableRequest.Header?
    ) async throws(RequestError) -> ETag {
        var request = upload.request("PUT")
        request.ask("partNumber", "\(number)")
        if let checksum { request.headers.append(checksum) }
        request.body = body
        guard let etag = Written(try await send(request)).etag else {
            throw .unreadable(.malformed("It does not say which part was stored."))
        }
        return etag
    }

    /// Makes an item of the parts. An error inside the answer 200 is one.
    ///
    /// Not sent again after a lost answer: whether there is an item is settled by looking.
    ///
    /// - Parameter whole: The sum of all bytes, where the upload keeps one.
    package func complete(
        _ upload: UploadName, _ parts: [UploadedPart], whole: CRC64NVME?, condition: [SignableRequest.Header]
    ) async throws(RequestError) -> (completed: CompletedUpload, versionID: String?) {
        var text = XMLText()
        text.element("CompleteMultipartUpload") { text in
            for part in parts {
                text.element("Part") { text in
                    text.element("PartNumber", "\(part.number)")
                    text.element("ETag", part.etag.headerValue)
                    if whole != nil, let sum = part.crc64nvme { text.element("ChecksumCRC64NVME", sum) }
                }
            }
        }
        var request = upload.request("POST")
        request.headers = condition
        request.headers.append(.init("content-type", "application/xml"))
        if let whole {
            request.headers.append(.init("x-amz-checksum-crc64nvme", whole.headerValue))
            request.headers.append(.init("x-amz-checksum-type", "FULL_OBJECT"))
        }
        request.body = S3Body(text.bytes)
        request.isReplayable = false
        let answer = try await send(request)
        let completed = try answer.reading { (body) throws(AnswerError) in try CompletedUpload(body) }
        return (completed, answer.header("x-amz-version-id"))
    }

    /// Ends an upload and gives back the room of its parts. One that is gone already is fine.
    ///
    /// - Returns: Whether it was there; `false` is an upload of this name that the service does not know.
    @discardableResult
    package func abort(_ upload: UploadName) async throws(RequestError) -> Bool {
        do throws(RequestError) {
            _ = try await send(upload.request("DELETE"))
            return true
        } catch {
            guard error.kind == .noSuchUpload else { throw error }
            return false
        }
    }
}
