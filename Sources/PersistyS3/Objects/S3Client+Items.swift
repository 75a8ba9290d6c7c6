package import PersistyData

/// Which item is meant, and which version of it.
package struct ItemName: Sendable, Hashable {
    package var bucket: String
    package var key: String
    /// The version by the service's own name for it; `nil` for the newest.
    package var versionID: String?

    /// An item.
    package init(bucket: String, key: String, versionID: String? = nil) {
        self.bucket = bucket
        self.key = key
        self.versionID = versionID
    }

    func request(_ method: String, headers: [SignableRequest.Header] = []) -> S3Request {
        var request = S3Request(method, bucket: bucket, key: key, headers: headers)
        request.ask("versionId", versionID)
        return request
    }
}

extension S3Client {
    /// What is known of an item without its bytes; `nil` when there is none.
    ///
    /// - Parameters:
    ///   - part: Asks for this part alone, whose length and number of siblings are then told.
    ///   - etag: Which version it must be.
    package func head(
        _ item: ItemName, part: Int? = nil, pinnedTo etag: ETag? = nil
    ) async throws(RequestError) -> ItemHead? {
        var request = item.request("HEAD", headers: [.init("x-amz-checksum-mode", "ENABLED")])
        request.ask("partNumber", part.map(String.init))
        request.set("if-match", etag?.headerValue)
        do throws(RequestError) {
            do throws(RequestError) {
                return try ItemHead.reading(try await send(request))
            } catch {
                guard case .refused(let failure) = error, failure.isSilent else { throw error }
                try await askWhy(request)
                return try ItemHead.reading(try await send(request))
            }
        } catch {
            if error.kind == .noSuchKey { return nil }
            throw error
        }
    }

    /// Asks for the first byte of what was refused to HEAD, whose answers have no body that could say why. What this
    /// finds out, as that the credentials have ended, is set right, so that HEAD may be answered then.
    ///
    /// - Throws: The refusal in the service's words.
    private func askWhy(_ request: S3Request) async throws(RequestError) {
        var request = request
        request.method = "GET"
        request.set("range", "bytes=0-0")
        do throws(RequestError) {
            _ = try await open(request)
        } catch {
            // An empty item has no first byte.
            if error.kind != .badRange { throw error }
        }
    }

    /// The bytes of an item from `range` on, as they come.
    ///
    /// - Parameters:
    ///   - range: Which bytes; `nil` for all.
    ///   - etag: Which version it must be: another one is refused, so that two versions never mix.
    package func get(
        _ item: ItemName, range: Range<Int64>? = nil, pinnedTo etag: ETag?
    ) async throws(RequestError) -> (head: ItemHead, body: S3Stream) {
        var request = item.request("GET", headers: [.init("x-amz-checksum-mode", "ENABLED")])
        request.set("range", range.map { "bytes=\($0.lowerBound)-\($0.upperBound - 1)" })
        request.set("if-match", etag?.headerValue)
        let stream = try await open(request)
        return (try ItemHead.reading(stream.head), stream)
    }

    /// What a write is told of what it wrote.
    package struct Written: Sendable {
        package var etag: ETag?
        package var versionID: String?
        /// As in ``ItemHead/checksums``.
        package var checksums: [String: String] = [:]
    }

    /// Stores an item.
    ///
    /// - Parameters:
    ///   - headers: Those of the attributes, the checksum and the condition.
    ///   - isReplayable: Whether a lost answer may be met by sending it again: not where a condition would then fail
    ///     because of what was just written.
    package func put(
        _ item: ItemName, _ body: S3Body, headers: [SignableRequest.Header], isReplayable: Bool
    ) async throws(RequestError) -> Written {
        var request = S3Request("PUT", bucket: item.bucket, key: item.key, headers: headers, body: body)
        request.isReplayable = isReplayable
        return Written(try await send(request))
    }

    /// Deletes an item, or one version of it.
    package func delete(_ item: ItemName, ifMatches etag: ETag? = nil) async throws(RequestError) {
        var request = item.request("DELETE")
        request.set("if-match", etag?.headerValue)
        request.isReplayable = etag == nil
        _ = try await send(request)
    }

    /// The most keys of one batch ("DeleteObjects", Amazon S3 API Reference).
    package static let deletionBatch = 1000

    /// Deletes up to a thousand items, and tells what became of each. Those that the service failed to delete are asked
    /// for again, as requests are: its answer is 200 whatever happened to some of them.
    package func delete(_ keys: [DataKey], in bucket: String) async throws(RequestError) -> DeletionAnswer {
        var answer = try await deleteOnce(keys, in: bucket)
        var plan = RecoveryPlan(isReplayable: true)
        while true {
            let failed = keys.filter { answer.passingFailure(of: $0) != nil }
            guard let failure = failed.first.flatMap({ answer.passingFailure(of: $0) }),
                await pause(after: failure, &plan),
                // What is known of the others is known still when this brings nothing.
                let next = try? await deleteOnce(failed, in: bucket)
            else { return answer }
            answer.take(next)
        }
    }

    private func deleteOnce(_ keys: [DataKey], in bucket: String) async throws(RequestError) -> DeletionAnswer {
        var text = XMLText()
        text.element("Delete") { text in
            for key in keys { text.element("Object") { $0.element("Key", key.text) } }
        }
        let body = S3Body(text.bytes)
        // The one request that always had to have this header.
        let request = S3Request(
            "POST", bucket: bucket, query: [.init("delete")],
            headers: [
                .init("content-type", "application/xml"), .init("content-md5", body.digest(.md5).bytes.base64),
            ], body: body)
        let answer = try await send(request)
        return try answer.reading { (body) throws(AnswerError) in try DeletionAnswer(body) }
    }
}

extension S3Client.Written {
    init(_ answer: S3Answer) {
        // A write's answer has no length of its own to read.
        var answer = answer
        answer.headers["content-length"] = "0"
        guard let head = try? ItemHead(answer) else { return }
        (etag, versionID, checksums) = (head.etag, head.versionID, head.checksums)
    }
}

extension ItemHead {
    static func reading(_ answer: S3Answer) throws(RequestError) -> ItemHead {
        do throws(AnswerError) { return try ItemHead(answer) } catch { throw .unreadable(error) }
    }
}

extension S3Answer {
    /// What `read` makes of the body.
    func reading<Value>(_ read: ([UInt8]) throws(AnswerError) -> Value) throws(RequestError) -> Value {
        do throws(AnswerError) { return try read(body) } catch { throw .unreadable(error) }
    }
}

extension RequestError {
    /// An answer that came and cannot be understood, or that holds an error.
    static func unreadable(_ error: AnswerError) -> RequestError {
        if case .refused(let failure) = error { .refused(failure) } else { .unsent(error.dataError()) }
    }
}
