import HTTPTypes
public import Hummingbird
public import Logging
public import NIOCore
public import PersistyData

/// Answers the requests that signed links make: for a server of its own, and for routes of another hummingbird
/// application, which hands it what begins with ``HostedService/paths``.
public struct HostedService: Sendable {
    let stores: ServedStores
    let address: HostedAddress
    let limits: HostedLimits
    let ledger: UploadLedger
    let origins: OriginPolicy
    let uploads: UploadSlots
    let staging: StagingQuota
    let etags = ComingETags()
    /// Whether its connections are within TLS, where it is asked by a ``HostedServer``.
    var isSecure = false
    let clock: @Sendable () -> Timestamp
    private let keys: CurrentKeys
    let proxies: TrustedProxies
    private let clients: ClientLimiter
    private let logger: Logger

    /// What the paths of all its addresses begin with.
    public static let paths = ["s", "p"]

    /// A service for `stores`.
    ///
    /// - Parameters:
    ///   - ledger: The file that says which links were used. One service at a time has it. `nil` for one in memory, which
    ///     is for keys that are forgotten with it.
    ///   - proxies: Whose word is taken for who a client is.
    ///   - origins: The origins whose pages may use links: `https://app.example`.
    ///   - clock: What time it is; others than the machine's are for tests.
    /// - Throws: ``DataError/Code/unavailable`` when another service has the ledger, or it cannot be written.
    public init(
        _ stores: [HostedStore], at address: HostedAddress, keys: SigningKeys, ledger path: String?,
        proxies: TrustedProxies = .none, origins: [String] = [], limits: HostedLimits = HostedLimits(), logger: Logger,
        clock: @escaping @Sendable () -> Timestamp = { .now }
    ) throws(DataError) {
        self.stores = ServedStores(stores)
        self.address = address
        self.limits = limits
        do { ledger = try UploadLedger(path: path) } catch {
            let words = if case .failed(let words) = error { words } else { "it is in use" }
            throw DataError(
                .unavailable, "The list of used links, \(path ?? "in memory"), cannot be opened: \(words).",
                hint: "Another server may have it. Stop that one, or serve from it.")
        }
        self.origins = OriginPolicy(origins)
        self.clock = clock
        self.logger = logger
        uploads = UploadSlots(limits)
        staging = StagingQuota(limits.staging)
        self.keys = CurrentKeys(keys)
        self.proxies = proxies
        clients = ClientLimiter(limits)
    }

    /// From here on links are signed and verified by these keys.
    public func use(_ keys: SigningKeys) { self.keys.set(keys) }

    /// From here on `store` is served too; in the place of another of its name.
    public func serve(_ store: HostedStore) { stores.add(store) }

    /// The signer of links for one of its stores.
    public func signer(for store: HostedStore) -> HostedLinkSigner {
        HostedLinkSigner(store: store.name, server: address, keys: keys.value, clock: clock)
    }

    /// Forgets the links that have ended.
    public func prune() async {
        do throws(UploadLedger.Refusal) { try await ledger.prune(at: clock().seconds) } catch {
            logger.warning("used links could not be pruned", metadata: ["error": "\(error)"])
        }
    }

    /// The answer to a request that came on `channel`.
    public func respond(to request: Request, on channel: any Channel) async -> Response {
        var log = AccessRecord(request.head)
        var response: Response
        do throws(Refusal) {
            response = try await answer(request, channel, &log)
        } catch {
            log.reason = error.reason
            response = Self.response(to: error, id: log.id)
        }
        do throws(RequestRefusal) {
            try addFields(to: &response.headers, for: request.headers)
        } catch {
            log.reason = "origin"
            response = Self.response(to: Refusal(error), id: log.id)
        }
        // What was not read of the body is not worth to be read.
        if log.reason != nil, request.head.mayHaveBody { response.headers[.connection] = "close" }
        log.write(response.status, to: logger)
        return response
    }

    /// The answer to a request that needs no waiting: a short item that is in memory, by a good link. `nil` for all else,
    /// of which nothing is noted or counted then.
    func answerAtOnce(
        to request: HTTPRequest, from address: NetworkAddress
    ) -> (head: HTTPResponse, body: ByteBuffer)? {
        guard request.method == .get || request.method == .head else { return nil }
        var log = AccessRecord(request)
        let client = client(of: request.headerFields, at: address)
        guard case .download(let download)? = try? permitted(request, client, &log, onBadToken: {}),
            var answer = download.answerAtOnce(request),
            (try? addFields(to: &answer.head.headerFields, for: request.headerFields)) != nil,
            (try? clients.request(client)) != nil
        else { return nil }
        answer.head.headerFields[.date] = HTTPDate.text(clock())
        log.write(answer.head.status, to: logger)
        return answer
    }

    /// What every answer has beside its own.
    private func addFields(to fields: inout HTTPFields, for request: HTTPFields) throws(RequestRefusal) {
        for field in try origins.fields(for: request) { fields[field.name] = field.value }
        // RFC 6797 §6.1.
        if isSecure { fields[.strictTransportSecurity] = "max-age=31536000" }
    }

    private func client(of fields: HTTPFields, at address: NetworkAddress) -> NetworkAddress {
        proxies.client(of: address, forwarded: fields[values: .xForwardedFor])
    }

    private func answer(
        _ request: Request, _ channel: any Channel, _ log: inout AccessRecord
    ) async throws(Refusal) -> Response {
        let client = client(of: request.headers, at: NetworkAddress(channel.remoteAddress))
        try clients.request(client)
        let permitted = try permitted(request.head, client, &log) { () throws(Refusal) in
            // A good one is answered all the same: others may have the same address.
            try clients.badToken(client)
        }
        switch permitted {
        case .health: return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: "ok\n")))
        case .preflight: return try preflight(request)
        case .download(let download): return try await download.answer(request, channel)
        case .put(let act): return try await act.put(request, channel)
        case .post(let act): return try await act.post(request, channel)
        }
    }

    /// What a request may do.
    private enum Permission {
        case health, preflight
        case download(Download)
        case put(UploadAct)
        case post(UploadAct)
    }

    /// Decides by a request's head alone.
    private func permitted(
        _ request: HTTPRequest, _ client: NetworkAddress, _ log: inout AccessRecord,
        onBadToken: () throws(Refusal) -> Void
    ) throws(Refusal) -> Permission {
        switch RequestTarget(request.path ?? "") {
        case .malformed: throw .malformed("target")
        case .nothing: throw .absent("target")
        case .unsigned:
            throw Refusal(.unauthorized, "This address wants a signed link.", reason: "token.missing")
        case .health:
            guard client.isLoopback else { throw .absent("health") }
            guard request.method == .get || request.method == .head else { throw .method("GET, HEAD") }
            return .health
        case .open(let name, let key):
            guard request.method == .get || request.method == .head else { throw .method("GET, HEAD") }
            guard let store = stores[name], store.isPublic else { throw .absent("store") }
            return .download(Download(self, store, key, LinkToken.Presentation()))
        case .secured(let name, let key, let text):
            if request.method == .options { return .preflight }
            guard [.get, .head, .put, .post].contains(request.method) else { throw .method("GET, HEAD, PUT, POST") }
            guard request.headerFields[.authorization] == nil else { throw .malformed("token.placement") }
            let token = try verified(text, &log, onBadToken)
            guard token.store.utf8.elementsEqual(name.utf8), token.key == key else { throw .absent("token.scope") }
            guard token.use.takes(request.method.rawValue) else { throw .absent("token.verb") }
            guard let store = stores[name] else { throw .absent("store") }
            switch token.use {
            case .get(let presentation): return .download(Download(self, store, key, presentation))
            case .put(let upload): return .put(UploadAct(self, store, token, upload))
            case .post(let upload): return .post(UploadAct(self, store, token, upload))
            }
        }
    }

    private func verified(
        _ text: String, _ log: inout AccessRecord, _ onBadToken: () throws(Refusal) -> Void
    ) throws(Refusal) -> LinkToken {
        let verifier = LinkVerifier(
            LinkTokens(keys.value), audience: address.publicURL, longestLife: address.longestLife)
        do throws(TokenRefusal) {
            let token = try verifier.verify(text, at: clock().seconds)
            log.link = String(token.id.text.prefix(6))
            return token
        } catch {
            // Only who holds a link that was good learns that it is not any more.
            guard error != .expired else { throw Refusal(.gone, "This link has ended.", reason: "token.expired") }
            try onBadToken()
            throw .absent("token.\(error.rawValue)")
        }
    }

    private func preflight(_ request: Request) throws(Refusal) -> Response {
        let headers: HTTPFields?
        do throws(RequestRefusal) {
            headers = try origins.preflight(request.headers, methods: [.get, .head, .put, .post])
        } catch { throw Refusal(error) }
        guard let headers else { throw .method("GET, HEAD, PUT, POST") }
        var response = Response(status: .noContent, headers: headers)
        response.headers[.contentLength] = nil
        return response
    }

    private static func response(to refusal: Refusal, id: String) -> Response {
        var headers = ItemHeaders.ofEveryAnswer
        headers[.contentType] = "text/plain; charset=utf-8"
        for field in refusal.headers { headers[field.name] = field.value }
        return Response(
            status: refusal.status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: "\(refusal.sentence) (request \(id.prefix(8)))\n")))
    }
}

extension HTTPRequest {
    /// Whether a body follows the head, as far as the head says.
    var mayHaveBody: Bool {
        headerFields[.transferEncoding] != nil || headerFields[.contentLength].map { $0 != "0" } ?? false
    }
}
