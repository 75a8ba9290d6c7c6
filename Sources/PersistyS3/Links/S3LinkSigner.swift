public import PersistyData

/// Signs addresses and forms that the service itself honours (AWS Signature Version 4): whoever has one speaks with the
/// service, and no byte passes here. Nothing is sent to sign, unless credentials must be fetched.
///
/// A signed address keeps all that was asked, or is refused: S3 holds whoever writes by one to no size, and not every
/// service keeps a condition.
public struct S3LinkSigner: LinkSigner {
    /// Which items there are links to.
    enum Scope: Sendable {
        case bucket(String)
        /// All buckets: the first part of a key is the bucket.
        case account
    }

    let client: S3Client
    let store: String
    let options: S3StoreOptions
    let scope: Scope

    public func sign(_ links: [Link]) async -> [Result<SignedURL, DataError>] {
        let credentials: S3Credentials
        do throws(DataError) {
            credentials = try await client.signingCredentials(for: store)
        } catch {
            return links.map { link in .failure(error.at(link.key)) }
        }
        let time = client.now
        return await links.signed { links in
            // They come bucket by bucket, mostly; what a bucket needs is made once.
            var last: BucketLinks?
            return links.map { link in
                Result { () throws(DataError) in
                    let (bucket, key) = try target(link.key)
                    if last?.bucket != bucket { last = try signing(in: bucket, credentials, at: time) }
                    guard let last else { throw .noAnswer(key: link.key.text, store: store) }
                    return try last.address(link, key: key)
                }
            }
        }
    }

    public func form(_ upload: UploadPolicy) async throws(DataError) -> UploadForm {
        let credentials: S3Credentials
        do throws(DataError) {
            credentials = try await client.signingCredentials(for: store)
        } catch {
            throw error.at(upload.key)
        }
        let (bucket, key) = try target(upload.key)
        return try signing(in: bucket, credentials, at: client.now).form(upload, key: key)
    }

    private func signing(
        in bucket: String, _ credentials: S3Credentials, at time: Timestamp
    ) throws(DataError) -> BucketLinks {
        let place: S3Endpoint
        do throws(DataError) { place = try client.endpoint(of: bucket) } catch { throw DataError(error, store: store) }
        return BucketLinks(
            store: store, bucket: bucket, place: place, signer: client.signer(credentials, for: place),
            profile: options.applied(to: client.memory.profile(of: bucket)), options: options,
            isRequesterPaying: client.isRequesterPaying, time: time)
    }

    /// The bucket and the key in it.
    private func target(_ key: DataKey) throws(DataError) -> (bucket: String, key: String) {
        if case .bucket(let bucket) = scope { return (bucket, key.text) }
        let bytes = key.bytes
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")), slash > bytes.startIndex,
            bytes.index(after: slash) < bytes.endIndex
        else {
            throw DataError(
                .invalidKey, "No item can be here, beside the buckets.",
                hint: "The first part of a key is the bucket: BUCKET/KEY.", key: key.text, store: store,
                reason: "s3.no_bucket")
        }
        return (String(key.text[..<slash]), String(key.text[bytes.index(after: slash)...]))
    }
}

extension S3Store {
    /// Who signs for the items of the bucket.
    public var linkSigner: S3LinkSigner {
        S3LinkSigner(client: client, store: name, options: options, scope: .bucket(bucket))
    }
}

extension S3AccountStore {
    /// Who signs for the items of all buckets.
    public var linkSigner: S3LinkSigner {
        S3LinkSigner(client: service.client, store: name, options: options, scope: .account)
    }
}

extension S3Client {
    /// What links are signed with.
    ///
    /// - Throws: ``DataError/Code/unsupported`` where requests are not signed.
    func signingCredentials(for store: String) async throws(DataError) -> S3Credentials {
        do throws(DataError) {
            if let credentials = try await credentials.credentials() { return credentials }
        } catch {
            throw DataError(error, store: store)
        }
        throw .unsupported(
            "The store has no credentials, and without them nothing can be signed.",
            hint: "What everybody may read has an address without a signature; for all else set up credentials.",
            store: store)
    }

    /// Signs for an endpoint.
    func signer(_ credentials: S3Credentials, for place: S3Endpoint) -> SignatureV4 {
        SignatureV4(credentials, region: place.signingRegion, service: place.signingService, keys: keys)
    }
}

extension DataError {
    fileprivate func at(_ key: DataKey) -> DataError {
        var error = self
        error.key = key.text
        return error
    }
}
