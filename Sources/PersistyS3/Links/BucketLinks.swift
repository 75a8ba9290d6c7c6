import PersistyData

/// Signs for the items of one bucket, at one moment, with one set of credentials.
struct BucketLinks {
    let store: String
    let bucket: String
    let place: S3Endpoint
    let signer: SignatureV4
    let profile: ServiceProfile
    let options: S3StoreOptions
    let isRequesterPaying: Bool
    let time: Timestamp

    /// The address for `link`, whose item has the name `key` in the bucket.
    func address(_ link: Link, key: String) throws(DataError) -> SignedURL {
        var request = SignableRequest(
            link.method.rawValue, path: place.path(key: key), headers: [.init("host", place.hostHeader)])
        if let type = link.contentType, !ContentType.isWellFormed(type) {
            throw DataError(
                .badContentType, "“\(type.shownInSentence(limit: 64))” is not a media type.",
                hint: "Nothing was signed. A media type is like “text/plain”.", key: link.key.text, store: store)
        }
        switch link.method {
        case .get: request.query.items = presentation(link)
        case .put: request.headers += try headers(link)
        case .head, .delete: break
        }
        // In the query of what is signed it is taken too ("Requester Pays buckets", Amazon S3 User Guide): the signer pays.
        if isRequesterPaying { request.query.items.append(.init("x-amz-request-payer", "requester")) }
        let seconds = link.life.components.seconds
        let signed: PresignedURL
        do throws(DataError) {
            signed = try signer.presigned(
                request, origin: place.origin, lasting: Int(clamping: seconds), at: time)
        } catch {
            throw DataError(error, key: link.key.text, store: store)
        }
        return SignedURL(
            link.method, url: signed.url, headers: signed.headers.map { LinkField($0.name, $0.value) },
            expiresAt: signed.expiresAt, endsEarly: signed.expiresAt < end(of: link.life))
    }

    /// When something ends that lives for so long.
    func end(of life: Duration) -> Timestamp { Timestamp(seconds: time.seconds + life.components.seconds) }

    /// What the service is to answer with, instead of what is kept with the item ("GetObject", Amazon S3 API Reference).
    private func presentation(_ link: Link) -> [RequestQuery.Item] {
        let name = link.fileName ?? link.key.lastComponent
        let disposition =
            link.isInline ? ContentDisposition.inline(fileName: name) : ContentDisposition.attachment(fileName: name)
        let items = [RequestQuery.Item("response-content-disposition", disposition)]
        return link.contentType.map { items + [RequestQuery.Item("response-content-type", $0)] } ?? items
    }

    /// What must be sent to write.
    private func headers(_ link: Link) throws(DataError) -> [SignableRequest.Header] {
        guard link.sizeLimit == nil, options.itemSize == nil else {
            throw .unsupported(
                "S3 holds whoever writes by a signed address to no size.",
                hint: "Nothing was signed. A form is held to one, where the service takes forms.", key: link.key.text,
                store: store)
        }
        if let types = options.contentTypes, link.contentType == nil {
            throw .unsupported(
                "This store takes only some types, and an address without a type lets any be written.",
                hint: "Nothing was signed. Name the type: \(types.joined(separator: ", ")).", key: link.key.text,
                store: store)
        }
        var headers = try condition(link.condition, link.key).map { [$0] } ?? []
        if let type = link.contentType { headers.append(.init("content-type", type)) }
        if let storageClass = options.storageClass { headers.append(.init("x-amz-storage-class", storageClass)) }
        return headers
    }

    /// The header of a condition: signed, so that it must be sent.
    private func condition(
        _ condition: WriteCondition, _ key: DataKey
    ) throws(DataError) -> SignableRequest.Header? {
        switch condition {
        case .always: return nil
        case .absent:
            guard profile.keepsCreateCondition == true else { throw notKept(profile.keepsCreateCondition, key) }
            return .init("if-none-match", "*")
        case .matches(let etag):
            guard profile.keepsReplaceCondition == true else { throw notKept(profile.keepsReplaceCondition, key) }
            guard !etag.isWeak else {
                throw .unsupported(
                    "A weak ETag tells no version, so that no write can be held to it.", hint: "Nothing was signed.",
                    key: key.text, store: store)
            }
            return .init("if-match", etag.headerValue)
        case .present:
            throw .unsupported(
                "S3 has no condition by which an address only replaces what is there.",
                hint: "Nothing was signed. Sign for the item that is there, or for any.", key: key.text, store: store)
        }
    }

    private func notKept(_ truth: Bool?, _ key: DataKey) -> DataError {
        let service = profile.name.shownInSentence(limit: 64)
        return .unsupported(
            truth == nil
                ? "\(service) is not known to keep such a condition: by the address items might be replaced."
                : "\(service) does not keep such a condition: by the address items might be replaced.",
            hint: truth == nil
                ? "Nothing was signed. “persisty stores --check” finds out; or allow replacing."
                : "Nothing was signed. Allow replacing where that is meant.",
            key: key.text, store: store)
    }
}
