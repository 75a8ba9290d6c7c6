import PersistyData

/// Asks the Security Token Service for temporary credentials of a role ("AssumeRole" and "AssumeRoleWithWebIdentity", AWS
/// Security Token Service API Reference).
struct RoleAssumption: Sendable {
    /// How errors name the service.
    static let place = "the Security Token Service"
    /// How long an answer may take.
    static let timeout = Duration.seconds(20)

    private let role: CredentialSource.Role
    private let service: TokenService

    /// Asks `service` for `role`.
    init(_ role: CredentialSource.Role, of service: TokenService) {
        self.role = role
        self.service = service
    }

    /// The request that is signed with other credentials.
    func request(signedBy credentials: S3Credentials, at now: Timestamp) -> CredentialRequest {
        let body = form("AssumeRole", at: now, [role.externalID.map { .init("ExternalId", $0) }])
        let plain = request(body)
        let signer = SignatureV4(
            credentials, region: service.region, service: "sts", pathRule: .twice, keys: SigningKeyCache())
        let signable = SignableRequest("POST", path: plain.path, headers: plain.headers)
        let added = signer.headers(signing: signable, payload: PayloadHash(body), at: now, declaresPayload: false)
        return request(body, added)
    }

    /// The request that a token of somebody else proves.
    func request(token: Secret, at now: Timestamp) -> CredentialRequest {
        request(form("AssumeRoleWithWebIdentity", at: now, [.init("WebIdentityToken", token.revealed)]))
    }

    private func form(_ action: String, at now: Timestamp, _ own: [RequestQuery.Item?]) -> [UInt8] {
        let items: [RequestQuery.Item?] = [
            .init("Action", action), .init("Version", "2011-06-15"), .init("RoleArn", role.arn),
            .init("RoleSessionName", role.sessionName ?? "persisty-\(now.seconds)"),
            role.seconds.map { .init("DurationSeconds", "\($0)") },
        ]
        return Array(RequestQuery((items + own).compactMap(\.self)).text.utf8)
    }

    private func request(_ body: [UInt8], _ headers: [SignableRequest.Header] = []) -> CredentialRequest {
        let type = SignableRequest.Header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
        return CredentialRequest(
            "POST", service.address, path: service.address.path + "/", headers: [type] + headers, body: body,
            timeout: Self.timeout)
    }

    /// The credentials in the answer.
    ///
    /// - Parameter secrets: What the request held; it does not appear in an error.
    /// - Throws: A ``DataError`` that names the role and says why it was not given.
    func credentials(
        in answer: CredentialAnswer, to action: AssumedRole.Action, hiding secrets: [Secret]
    ) throws(DataError) -> S3Credentials {
        guard (200..<300).contains(answer.status), answer.body.count <= CredentialAnswer.greatestBody else {
            let failure = S3Failure(status: answer.status, body: answer.body, header: answer.header)
            // What is not an error of that service has a sentence of its own.
            if failure.message == nil { _ = try answer.content(from: Self.place, hiding: secrets) }
            throw error(failure, hiding: secrets)
        }
        do {
            return try AssumedRole(answer.body, action: action).credentials
        } catch {
            switch error {
            case .refused(let failure): throw self.error(failure, hiding: secrets)
            case .malformed:
                throw DataError(
                    .misconfigured, "What \(Self.place) at \(service.address.host) gives are no credentials.",
                    hint: "Look at its address, and at what stands between it and this machine.",
                    reason: "s3.bad_credentials_document")
            }
        }
    }

    private func error(_ failure: S3Failure, hiding secrets: [Secret]) -> DataError {
        let code = failure.code.shownInSentence(limit: 64)
        let said = failure.message.map { ": " + ScrubbedText($0, hiding: secrets).text.shownInSentence() } ?? ""
        let message = "The role “\(role.arn.shownInSentence(limit: 128))” was not given: \(code)\(said)"
        let (kind, hint): (DataError.Code, String) =
            switch failure.kind {
            case .slowDown, .serverError, .timedOut: (.unavailable, "Try again in a while.")
            case .denied: (.forbidden, "Ask whoever runs the account whether these credentials may assume the role.")
            case .badCredentials, .clock:
                (.unauthenticated, "Look at the keys that assume the role, and at the clock of this machine.")
            case .expiredCredentials: (.unauthenticated, "Sign in again: what the role is assumed with has ended.")
            default: (.unauthenticated, "Look at the role, and at what it is assumed with.")
            }
        return DataError(
            kind, message.hasSuffix(".") ? message : message + ".", hint: hint,
            retry: kind == .unavailable ? .now : .never, reason: "s3.role_refused")
    }
}
