extension DataStoreFactory {
    /// Addresses for `authorization`, one a link, in order.
    ///
    /// - Throws: in each result ``DataError/Code/forbidden`` for what the store would refuse,
    ///   ``DataError/Code/unsupported`` where nobody signs or the signer cannot, ``DataError/Code/unauthenticated`` when
    ///   somebody is needed or the authorization has ended.
    public func urls(
        for links: [Link], _ authorization: Authorization?, at time: Timestamp = .now
    ) async -> [Result<SignedURL, DataError>] {
        let (store, signer): (any DataStore, any LinkSigner)
        let end: Timestamp?
        do throws(DataError) {
            (store, signer, end) = try await admitted(authorization, at: time)
        } catch {
            return links.map { _ in .failure(error) }
        }
        var admitted: [Link] = []
        admitted.reserveCapacity(links.count)
        let refusals = links.map { link -> DataError? in
            do throws(DataError) {
                try store.check(link.operations, link.key)
                try check(life: link.life, link.key)
                var link = link
                if let end { link.life = min(link.life, time.wholeSeconds(to: end)) }
                admitted.append(link)
                return nil
            } catch {
                return error
            }
        }
        var signed = admitted.isEmpty ? [][...] : await signer.sign(admitted)[...]
        return zip(links, refusals).map { link, refusal in
            if let refusal { return .failure(refusal) }
            let result = signed.popFirst() ?? .failure(.noAnswer(key: link.key.text, store: store.name))
            return result.map { $0.shortened(end, asked: link.life, at: time) }
        }
    }

    /// An address for `authorization`; see ``urls(for:_:at:)``.
    public func url(
        for link: Link, _ authorization: Authorization?, at time: Timestamp = .now
    ) async throws(DataError) -> SignedURL {
        let signed = await urls(for: [link], authorization, at: time)
        return try (signed.first ?? .failure(.noAnswer(key: link.key.text, store: ""))).get()
    }

    /// An address for reading an item, with the moment at which it really ends.
    public func downloadURL(
        _ key: DataKey, _ authorization: Authorization?, expiresIn life: Duration = .seconds(900)
    ) async throws(DataError) -> SignedURL {
        try await url(for: Link(.get, key, life: life), authorization)
    }

    /// A form by which whoever has it uploads one item.
    ///
    /// - Throws: as ``urls(for:_:at:)`` does.
    public func uploadForm(
        _ policy: UploadPolicy, _ authorization: Authorization?, at time: Timestamp = .now
    ) async throws(DataError) -> UploadForm {
        let (store, signer, end) = try await admitted(authorization, at: time)
        try store.check(policy.condition.operations, policy.key)
        try check(life: policy.life, policy.key)
        var policy = policy
        let asked = policy.life
        if let end { policy.life = min(asked, time.wholeSeconds(to: end)) }
        if let limit = store.limits.itemSize {
            let sizes = policy.sizes ?? 0...limit
            guard sizes.lowerBound <= limit else {
                throw DataError(
                    .tooLarge, "This store takes items of at most \(limit) bytes.", hint: "Nothing was signed.",
                    key: policy.key.text, store: store.name)
            }
            policy.sizes = sizes.clamped(to: 0...limit)
        }
        if policy.contentTypes.isEmpty { policy.contentTypes = store.limits.contentTypes ?? [] }
        var form = try await signer.form(policy)
        // By a form that is held to no condition items are made and replaced.
        if !form.keepsCondition { try store.check(WriteCondition.always.operations, policy.key) }
        form.endsEarly = form.endsEarly || policy.life < asked
        return form
    }

    private func admitted(
        _ authorization: Authorization?, at time: Timestamp
    ) async throws(DataError) -> (any DataStore, any LinkSigner, end: Timestamp?) {
        let end = authorization?.expiresAt
        guard end.map({ $0.seconds > time.seconds }) ?? true else {
            throw DataError(.unauthenticated, "This authorization has ended.", hint: "Log in again.")
        }
        let store = try await create(authorization)
        guard let signer else {
            throw .unsupported(
                "Nobody signs links for this store: it has no server.", hint: "Start one by persisty serve.",
                store: store.name)
        }
        return (store, signer, end)
    }

    private func check(life: Duration, _ key: DataKey) throws(DataError) {
        guard life >= .seconds(1), life <= Link.longestLife else {
            throw DataError(
                .other, "A link lasts from one second to seven days; \(life) was asked for.",
                hint: "Nothing was signed.", key: key.text, reason: "link.life")
        }
    }
}

extension DataStore {
    fileprivate func check(_ operations: Set<DataOperation>, _ key: DataKey) throws(DataError) {
        guard operations.allSatisfy({ allows($0, key) }) else {
            throw DataError(
                .forbidden, "This store does not allow that, so no link for it was signed.", key: key.text, store: name)
        }
    }
}

extension SignedURL {
    fileprivate func shortened(_ end: Timestamp?, asked: Duration, at time: Timestamp) -> SignedURL {
        guard let end, time.wholeSeconds(to: end) < asked else { return self }
        var url = self
        url.endsEarly = true
        return url
    }
}

extension Timestamp {
    /// How long it is from here to `other`, in whole seconds.
    fileprivate func wholeSeconds(to other: Timestamp) -> Duration { .seconds(other.seconds - seconds) }
}
