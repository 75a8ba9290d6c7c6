import FoundationEssentials
import PersistyData

/// Credentials in JSON, as programs print them and as the services of machines and containers answer ("Process credential
/// provider" and "Container credential provider", AWS SDKs and Tools Reference Guide; "Retrieve security credentials from
/// instance metadata", Amazon EC2 User Guide).
struct CredentialDocument {
    /// Who writes it.
    enum Writer: Sendable {
        case program
        case service
    }

    /// The credentials that `bytes` hold.
    ///
    /// - Parameter place: Who wrote it, as part of a sentence: “the command “x””.
    /// - Throws: ``DataError/Code/misconfigured`` when it is not such a document. The error shows nothing of what it holds,
    ///   but for the reason of a refusal.
    static func credentials(
        in bytes: [UInt8], by writer: Writer, from place: String
    ) throws(DataError) -> S3Credentials {
        func broken(_ what: String) -> DataError {
            DataError(
                .misconfigured, "What \(place) gives are no credentials: \(what).", hint: writer.hint,
                reason: "s3.bad_credentials_document")
        }
        let fields: Fields
        do { fields = try JSONDecoder().decode(Fields.self, from: Data(bytes)) } catch {
            throw broken((error as? DecodingError)?.what ?? "it is not JSON")
        }
        if writer == .service, let refusal = fields.refusal(from: place) { throw refusal }
        if writer == .program, fields.version != 1 { throw broken("its “Version” is not 1") }
        let token = writer == .program ? fields.sessionToken : fields.token
        guard let id = fields.accessKeyID else { throw broken("“AccessKeyId” is missing") }
        guard let secret = fields.secretAccessKey else { throw broken("“SecretAccessKey” is missing") }
        var end: Timestamp?
        if let text = fields.expiration, !text.isEmpty {
            end = Timestamp(iso8601: Array(text.utf8))
            guard end != nil else { throw broken("its “Expiration” is no time like 2026-01-02T03:04:05Z") }
        }
        return S3Credentials(
            accessKeyID: id, secretAccessKey: Secret(secret), sessionToken: token.map { Secret($0) }, expiresAt: end)
    }

    /// What of `bytes` is secret, as far as they can be read.
    static func secrets(in bytes: [UInt8]) -> [Secret] {
        guard let fields = try? JSONDecoder().decode(Fields.self, from: Data(bytes)) else { return [] }
        return [fields.secretAccessKey, fields.sessionToken, fields.token].compactMap { $0.map { Secret($0) } }
    }

    /// Why a service refused, as far as `body` says so.
    static func refusal(in body: [UInt8], from place: String, hiding secrets: [Secret] = []) -> String? {
        (try? JSONDecoder().decode(Fields.self, from: Data(body)))?.reason(hiding: secrets)
    }
}

extension CredentialDocument.Writer {
    fileprivate var hint: String {
        switch self {
        case .program: "It must print one JSON object, as “credential_process” of AWS has it, and nothing else."
        case .service: "Look at its address, and at what stands between it and this machine."
        }
    }
}

/// What is read of the document.
private struct Fields: Decodable {
    let version: Double?
    let accessKeyID: String?
    let secretAccessKey: String?
    /// The token where a program writes.
    let sessionToken: String?
    /// The token where a service does.
    let token: String?
    let expiration: String?
    let code: String?
    let message: String?

    enum CodingKeys: String, CodingKey {
        case version = "Version"
        case accessKeyID = "AccessKeyId"
        case secretAccessKey = "SecretAccessKey"
        case sessionToken = "SessionToken"
        case token = "Token"
        case expiration = "Expiration"
        case code = "Code"
        case message = "Message"
        case containerCode = "code"
        case containerMessage = "message"
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String? { try fields.decodeIfPresent(String.self, forKey: key) }
        version = try fields.decodeIfPresent(Double.self, forKey: .version)
        accessKeyID = try text(.accessKeyID)
        secretAccessKey = try text(.secretAccessKey)
        sessionToken = try text(.sessionToken)
        token = try text(.token)
        expiration = try text(.expiration)
        // What is not there for credentials is taken if it can be.
        code = (try? text(.code) ?? text(.containerCode)).flatMap(\.self)
        message = (try? text(.message) ?? text(.containerMessage)).flatMap(\.self)
    }

    /// The machine's service tells even of a failure with status 200.
    func refusal(from place: String) -> DataError? {
        guard let code, code != "Success" else { return nil }
        return DataError(
            .unauthenticated, "\(place.capitalizedSentence) has no credentials: \(reason(hiding: []) ?? "").",
            hint: "Look at the role of the machine or container.", reason: "s3.refused_credentials")
    }

    func reason(hiding secrets: [Secret]) -> String? {
        let texts = [code, message].compactMap(\.self).filter { !$0.isEmpty }
        guard !texts.isEmpty else { return nil }
        return ScrubbedText(texts.joined(separator: ", "), hiding: secrets).text.shownInSentence()
    }
}

extension DecodingError {
    /// What is wrong, without anything of what the document holds.
    fileprivate var what: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            if let key = context.codingPath.last { return "its “\(key.stringValue)” is of another type" }
            if case .dataCorrupted = self { return "it is not JSON" }
            return "it is JSON but no object"
        case .keyNotFound: return "it is not JSON"
        @unknown default: return "it is not JSON"
        }
    }
}

extension String {
    /// The text with a capital at its beginning.
    var capitalizedSentence: String { prefix(1).uppercased() + dropFirst() }
}
