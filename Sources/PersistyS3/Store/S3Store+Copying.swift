public import PersistyData

extension S3Store {
    /// Items of more bytes are copied by the service in parts, side by side: one request for more can take minutes.
    static let greatestSingleCopy: Int64 = 512 << 20

    public func plan(_ request: CopyRequest, from source: any DataStore) -> CopyPlan {
        let item = request.item
        if case .object(client.identity, let from, let key, let version) = item.location,
            request.options.expected == nil
        {
            if from == bucket, version == nil, key.utf8Equals(request.key.text), !request.replacesAttributes,
                request.options.condition == .always
            {
                return .nothing
            }
            return item.size > Self.greatestSingleCopy ? .serviceParts : .service
        }
        return item.size > PartSize.usual ? .parts : .stream
    }

    public func copy(
        _ requests: [CopyRequest], from source: any DataStore
    ) async -> [Result<Copied, DataError>] {
        await sideBySide(requests, width: Self.width) { (request) throws(DataError) in
            try await self.copy(request, from: source)
        }
    }

    private func copy(_ request: CopyRequest, from source: any DataStore) async throws(DataError) -> Copied {
        let plan = plan(request, from: source)
        switch plan {
        case .nothing:
            guard let item = try await read(request.key) else { throw .notFound(request.key, store: name) }
            guard item.version == request.item.version || request.item.version == nil else {
                throw .replacedSince(request.key, store: name)
            }
            request.progress?(item.size)
            return Copied(item: item, plan: .nothing, verification: .shared)
        case .service, .serviceParts:
            if let copied = try await ServiceCopy(self, request).run(inParts: plan == .serviceParts) {
                request.progress?(request.item.size)
                return request.replacesAttributes ? await withKeptNames(copied) : copied
            }
        default: break
        }
        var copied = try await stream(request, from: source)
        if request.item.size > PartSize.usual {
            copied.plan = .parts
            // The service has made an MD5 of each part that it took, and each agrees with the one made here.
            if profile.checksum == .md5, case .recorded = copied.verification { copied.verification = .compared(.md5) }
        }
        return await withTags(withKeptNames(copied), of: request, from: source)
    }

    /// Gives the copy the tags of an item of another service, where this one is known to keep them: they do not come with
    /// the bytes.
    private func withTags(_ copied: Copied, of request: CopyRequest, from source: any DataStore) async -> Copied {
        guard !request.replacesAttributes, capabilities.contains(.copiesTags), source.capabilities.contains(.tags)
        else { return copied }
        var copied = copied
        do throws(DataError) {
            let tags = try await source.tags(of: request.item)
            guard !tags.isEmpty else { return copied }
            try DataTag.validate(tags)
            try await write(tags, of: copied.item.key)
        } catch {
            // A service that knows no tags has lost none.
            if error.code != .unsupported { copied.lostAttributes.append("tags") }
        }
        return copied
    }

    /// Looks at what has become of names of metadata that not every server keeps: some write “-” for “_”.
    private func withKeptNames(_ copied: Copied) async -> Copied {
        let doubtful = copied.item.attributes?.user.keys.filter { $0.contains("_") || $0.contains(".") } ?? []
        guard !doubtful.isEmpty, let head = try? await client.head(name(of: copied.item.key)),
            head.etag == copied.item.etag
        else { return copied }
        var copied = copied
        copied.item.attributes = head.attributes
        copied.lostAttributes += doubtful.filter { head.attributes.user[$0] == nil }.sorted()
        return copied
    }
}
