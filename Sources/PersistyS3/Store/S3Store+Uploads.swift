import PersistyData

extension S3Store {
    /// Makes an item of the parts, and settles by looking what became of it when the answer is lost.
    ///
    /// - Returns: The validator of the item.
    func completed(
        _ upload: UploadName, _ parts: [UploadedPart], whole: CRC64NVME?, _ write: ObjectWrite
    ) async throws(DataError) -> ETag? {
        var attempt = 1
        while true {
            do throws(RequestError) {
                let answer = try await client.complete(upload, parts, whole: whole, condition: write.headers)
                if let whole, let told = answer.completed.checksums["ChecksumCRC64NVME"],
                    answer.completed.isWholeChecksum, told != whole.headerValue
                {
                    throw RequestError.unsent(
                        DataError(
                            .corrupt, "The service made other bytes of the parts than were sent.",
                            hint: "Delete the item and try again."))
                }
                return answer.completed.etag
            } catch {
                // An upload that is gone may have been completed by the request before, whose answer was lost.
                let mayBeDone = attempt > 1 && error.kind == .noSuchUpload
                if case .unsettled = error {} else if !mayBeDone { throw write.failure(error) }
                guard !error.isCancelled, attempt < 4 else { throw write.failure(error) }
                if let there = try? await read(write.key), there.etag == expected(parts, like: there) {
                    return there.etag
                }
                if mayBeDone { throw write.failure(error) }
                guard await client.pause(beforeAttempt: attempt) else { throw .cancelled(key: write.key.text) }
                attempt += 1
            }
        }
    }

    /// The validator that an item of these parts has: S3's, made of the parts' own.
    private func expected(_ parts: [UploadedPart], like item: DataItem) -> ETag? {
        let digests = parts.compactMap(\.etag.possibleMD5)
        guard digests.count == parts.count else { return nil }
        return MultipartETag(parts: digests).etag
    }

    /// Ends an upload that nothing will come of, and looks whether its parts are gone: those that were under way may have
    /// come after it ("AbortMultipartUpload", Amazon S3 API Reference).
    func abandon(_ upload: UploadName) async {
        for attempt in 1...3 {
            do throws(RequestError) {
                try await client.abort(upload)
                guard try await !client.parts(of: upload).parts.isEmpty else { return }
            } catch {
                if error.kind == .noSuchUpload || error.kind == .noSuchKey || error.kind == .denied { return }
            }
            guard await client.pause(beforeAttempt: attempt) else { return }
        }
    }
}
