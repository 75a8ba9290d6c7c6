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
                let isVouched = whole != nil && answer.completed.checksums["ChecksumCRC64NVME"] != nil
                return try await stored(
                    write.key, told: answer.completed.etag, isVouched: isVouched, expected: expected(parts))
            } catch {
                // An upload that is gone may have been completed by the request before, whose answer was lost; and its
                // condition does not hold any more then.
                let isGone = attempt > 1 && (error.kind == .noSuchUpload || error.kind == .conditionFailed)
                guard error.mayBeDone || isGone, !error.isCancelled else { throw write.failure(error) }
                if let there = try? await read(write.key), let etag = there.etag, etag == expected(parts) {
                    return etag
                }
                guard !isGone, attempt < 4 else { throw write.failure(error) }
                guard await client.pause(beforeAttempt: attempt) else { throw .cancelled(key: write.key.text) }
                attempt += 1
            }
        }
    }

    /// The validator that an item of these parts has: S3's, made of the parts' own.
    func expected(_ parts: [UploadedPart]) -> ETag? {
        let digests = parts.compactMap(\.etag.possibleMD5)
        guard digests.count == parts.count else { return nil }
        return MultipartETag(parts: digests).etag
    }

    /// The validator of what was just stored. Where the answer does not vouch for the bytes, it is looked whether they are
    /// there: what stands between may have answered in the service's place.
    ///
    /// - Parameters:
    ///   - told: The validator that the answer told.
    ///   - isVouched: Whether the answer told a sum that is right.
    ///   - expected: The validator of these bytes, where the service keeps to one.
    func stored(
        _ key: DataKey, told: ETag?, isVouched: Bool, expected: ETag?, size: Int64? = nil
    ) async throws(RequestError) -> ETag? {
        if isVouched || told != nil && told == expected { return told }
        let there = try await client.head(name(of: key))
        if let there, size == nil || there.size == size, there.etag == told || there.etag == expected {
            return there.etag
        }
        throw .unsent(
            DataError(
                .corrupt, "The service says that it stored the item, and has other bytes or none.",
                hint: "Refresh, look, and try again.", key: key.text, store: name, reason: "s3.not_stored"))
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
