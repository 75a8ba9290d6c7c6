import HTTPTypes
import Hummingbird
import NIOCore
import PersistyData

/// The use of a link for an upload: at most one item, of the size and type that the link says, at its key.
struct UploadAct {
    private let service: HostedService
    private let hosted: HostedStore
    private let token: LinkToken
    private let upload: LinkToken.Upload

    init(_ service: HostedService, _ store: HostedStore, _ token: LinkToken, _ upload: LinkToken.Upload) {
        self.service = service
        hosted = store
        self.token = token
        self.upload = upload
    }

    private var store: any DataStore { hosted.store }

    /// The item is the body.
    func put(_ request: Request, _ channel: any Channel) async throws(Refusal) -> Response {
        let headers: UploadHeaders
        do throws(RequestRefusal) {
            headers = try UploadHeaders(request.headers, for: upload, serverLimit: service.address.uploadLimit)
        } catch { throw Refusal(error) }
        return try await once(headers.condition, headers.length, channel) { (before, share) throws(Refusal) in
            let body = BodySource(request.body, limit: headers.limit)
            let coming = ComingUpload(
                body, size: headers.length, share, channel,
                UploadIntake(limit: headers.limit, length: upload.length, expected: headers.digests)
            ) { () throws(DataError) in try await body.next() }
            return try await write(headers.contentType, headers.condition, before, coming)
        }
    }

    /// The item is the file of a form, as web browsers send it.
    func post(_ request: Request, _ channel: any Channel) async throws(Refusal) -> Response {
        let headers: FormHeaders
        do throws(RequestRefusal) {
            headers = try FormHeaders(request.headers, for: upload, serverLimit: service.address.uploadLimit)
        } catch { throw Refusal(error) }
        // What stands around the file is taken for a part of it.
        let size = request.headers[.contentLength].flatMap { Int64($0) }
        return try await once(headers.condition, size, channel) { (before, share) throws(Refusal) in
            let body = BodySource(request.body, limit: headers.formLimit)
            let form = FormSource(body, headers.boundary)
            let contentType: String?
            do throws(DataError) {
                let named = try await form.begin()
                do throws(RequestRefusal) { contentType = try upload.admitted(named) } catch { throw .refused(error) }
            } catch { throw Refusal(error) }
            let coming = ComingUpload(
                body, size: nil, share, channel,
                UploadIntake(limit: headers.limit, length: headers.length, expected: headers.digests)
            ) { () throws(DataError) in try await form.next() }
            return try await write(contentType, headers.condition, before, coming)
        }
    }

    /// Runs `body` if the link is good, there is room, and nobody uses the link at the same moment.
    private func once(
        _ condition: WriteCondition, _ size: Int64?, _ channel: any Channel,
        _ body: (_ before: DataItem?, _ share: StagingShare) async throws(Refusal) -> Response
    ) async throws(Refusal) -> Response {
        guard condition.operations.allSatisfy({ store.allows($0, token.key) }) else { throw .absent("forbidden") }
        do throws(UploadLedger.Refusal) {
            try await service.ledger.begin(token) { () throws(DataError) in try await store.read(token.key)?.version }
        } catch {
            throw Refusal(error)
        }
        defer { service.ledger.end(token) }
        let (before, share): (DataItem?, StagingShare)
        do throws(DataError) {
            before = try await store.read(token.key)
            try await check(condition, before)
            share = try await StagingShare(size, of: service.staging, in: store, service.limits)
        } catch {
            throw Refusal(error)
        }
        // Who waits for a word before the body gets it now, when nothing but the body can be wrong.
        _ = try? await channel.triggerUserOutboundEvent(BodyIsWanted()).get()
        return try await body(before, share)
    }

    /// Refuses early what the store would refuse when all bytes have come.
    private func check(_ condition: WriteCondition, _ item: DataItem?) async throws(DataError) {
        switch condition {
        case .always: return
        case .absent: guard item == nil else { throw .alreadyThere(token.key, store.name) }
        case .present: guard item != nil else { throw .notAsWanted(token.key, store.name) }
        case .matches(let etag):
            guard let item else { throw .notAsWanted(token.key, store.name) }
            let known: ETag?
            if let etag = item.etag { known = etag } else { known = try await store.etag(of: item, progress: nil) }
            guard known == etag else { throw .notAsWanted(token.key, store.name) }
        }
    }

    private func write(
        _ contentType: String?, _ condition: WriteCondition, _ before: DataItem?, _ coming: ComingUpload
    ) async throws(Refusal) -> Response {
        var options = WriteOptions()
        options.condition = condition
        options.attributes.contentType = contentType
        // The link is used up for good: so is the item there.
        options.durable = true
        let bytes = try await coming.bytes(service) { [token, ledger = service.ledger] () throws(DataError) in
            do throws(UploadLedger.Refusal) { try await ledger.commit(token, before: before?.version) } catch {
                throw DataError(
                    .unavailable, "The use of the link cannot be noted: \(error).", hint: "Nothing was stored.")
            }
        }
        let item: DataItem
        do throws(DataError) {
            item = try await store.write(token.key, bytes, options)
        } catch {
            try? await service.ledger.forget(token)
            throw Refusal(error)
        }
        // Where even this fails, the note before it says enough: the item is there.
        try? await service.ledger.use(token)
        var headers: HTTPFields = [.cacheControl: "no-store"]
        headers[.eTag] = item.etag?.headerValue
        return Response(status: before == nil ? .created : .noContent, headers: headers)
    }
}

extension Refusal {
    static var tooManyUploads: Refusal {
        Refusal(
            .serviceUnavailable, "Too many uploads are under way; try again in a moment.", reason: "uploads",
            headers: [.retryAfter: "5"])
    }

    init(_ refusal: UploadLedger.Refusal) {
        self =
            switch refusal {
            case .used:
                Refusal(.conflict, "This link has been used; it makes one item.", reason: "token.used")
            case .inUse:
                Refusal(.conflict, "Somebody uses this link at this moment.", reason: "token.in_use")
            case .failed(let words):
                Refusal(.serviceUnavailable, "The server cannot take uploads now.", reason: "ledger: \(words)")
            }
    }
}

extension DataError {
    fileprivate static func alreadyThere(_ key: DataKey, _ store: String) -> DataError {
        DataError(.exists, "There is an item already.", hint: "It was left as it is.", key: key.text, store: store)
    }

    fileprivate static func notAsWanted(_ key: DataKey, _ store: String) -> DataError {
        DataError(
            .conditionFailed, "The item is not the one that was meant.", hint: "It was left as it is.", key: key.text,
            store: store)
    }
}
