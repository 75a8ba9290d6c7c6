public import PersistyData

/// Signs links that a hosted server honours: `PUBLIC-URL/s/STORE/KEY?t=TOKEN`, for any store.
public struct HostedLinkSigner: LinkSigner {
    private let store: String
    private let server: HostedAddress
    private let tokens: LinkTokens
    private let clock: @Sendable () -> Timestamp

    /// A signer for the store that `server` serves under the name `store`.
    ///
    /// - Parameter clock: What time it is; others than the machine's are for tests.
    public init(
        store: String, server: HostedAddress, keys: SigningKeys, clock: @escaping @Sendable () -> Timestamp = { .now }
    ) {
        self.store = store
        self.server = server
        tokens = LinkTokens(keys)
        self.clock = clock
    }

    public func sign(_ links: [Link]) async -> [Result<SignedURL, DataError>] {
        let now = clock()
        return await links.signed { links in
            var randomness = SystemRandomness()
            return links.map { link in
                Result { () throws(DataError) in try sign(link, at: now, &randomness) }
            }
        }
    }

    public func form(_ upload: UploadPolicy) async throws(DataError) -> UploadForm {
        let limit = min(upload.sizes?.upperBound ?? .max, server.uploadLimit)
        guard upload.sizes?.lowerBound ?? 0 <= limit else { throw tooLarge(upload.key) }
        let token = token(
            upload.key, upload.life,
            .post(
                LinkToken.Upload(
                    limit: limit, contentTypes: upload.contentTypes.isEmpty ? ["*"] : upload.contentTypes,
                    condition: upload.condition)), at: clock(), .fresh)
        var policy = upload
        policy.sizes = (upload.sizes?.lowerBound ?? 0)...limit
        return UploadForm(
            .post, url: try url(token), expiresAt: Timestamp(seconds: token.expires),
            endsEarly: token.life < upload.life,
            policy: policy, unkept: unkept(upload))
    }

    /// What no token says.
    private func unkept(_ upload: UploadPolicy) -> [String] {
        var unkept: [String] = []
        if let sizes = upload.sizes, sizes.lowerBound > 0 { unkept.append("the least size") }
        if upload.successURL != nil { unkept.append("where a browser is sent afterwards") }
        return unkept
    }

    private func sign(
        _ link: Link, at now: Timestamp, _ randomness: inout SystemRandomness
    ) throws(DataError) -> SignedURL {
        let use: LinkToken.Use
        switch link.method {
        case .head:
            // A token for reading opens GET too: it would allow more than was asked.
            throw .unsupported(
                "A hosted link that tells of an item also reads it.", hint: "Nothing was signed. Sign one to read.",
                key: link.key.text, store: store)
        case .get:
            guard link.contentType == nil else {
                throw .unsupported(
                    "A hosted link answers with the item's own type.", hint: "Leave the type out.", key: link.key.text,
                    store: store)
            }
            use = .get(LinkToken.Presentation(isInline: link.isInline, fileName: link.fileName))
        case .put:
            let limit = min(link.sizeLimit ?? .max, server.uploadLimit)
            use = .put(
                LinkToken.Upload(
                    limit: limit, contentTypes: [link.contentType ?? "*"], condition: link.condition))
        case .delete:
            throw .unsupported(
                "A hosted server deletes nothing by a link.", hint: "Nothing was signed.", key: link.key.text,
                store: store)
        }
        let token = token(link.key, link.life, use, at: now, .fresh(from: &randomness))
        let headers = link.method == .put ? link.contentType.map { [LinkField("Content-Type", $0)] } ?? [] : []
        return SignedURL(
            link.method, url: try url(token), headers: headers, expiresAt: Timestamp(seconds: token.expires),
            endsEarly: token.life < link.life)
    }

    private func token(
        _ key: DataKey, _ life: Duration, _ use: LinkToken.Use, at now: Timestamp, _ id: LinkToken.ID
    ) -> LinkToken {
        let life = min(life.components.seconds, server.longestLife)
        return LinkToken(
            audience: server.publicURL, store: store, key: key, use: use, notBefore: now.seconds,
            expires: now.seconds + life, id: id)
    }

    private func url(_ token: LinkToken) throws(DataError) -> String {
        guard token.use.isReadable else {
            throw DataError(
                .badContentType, "A file name, a type or a condition is one that no link can say.",
                hint: "Nothing was signed. A name has 1 to 255 bytes, a type no comma; an ETag must be a strong one.",
                key: token.key.text, store: store)
        }
        var url = server.secured(store: store, token.key)
        url.append("?t=" as StaticString)
        guard tokens.append(token, to: &url) else {
            throw DataError(
                .tooLarge, "The link would be longer than servers read.", hint: "Shorten the file name or the types.",
                key: token.key.text, store: store)
        }
        return String(decoding: url, as: UTF8.self)
    }

    private func tooLarge(_ key: DataKey) -> DataError {
        DataError(
            .tooLarge, "The server takes uploads of at most \(server.uploadLimit) bytes.", hint: "Nothing was signed.",
            key: key.text, store: store)
    }
}

extension LinkToken {
    fileprivate var life: Duration { .seconds(expires - notBefore) }
}
