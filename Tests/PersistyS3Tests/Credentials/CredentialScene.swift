import Glibc
import PersistyData
import PersistyS3
import PersistyTestSupport
import Synchronization
import Testing

/// Surroundings in which credentials are looked for: variables, a home folder, a clock that stands, and services that
/// answer as a test has them answer.
struct CredentialScene: Sendable {
    typealias Answering = @Sendable (CredentialRequest) throws(DataError) -> CredentialAnswer

    /// When all of it happens.
    static let noon = Timestamp(seconds: 1_767_355_200)  // 2026-01-02T12:00:00Z

    /// What appears in no error, whatever happens.
    static let canary = "CANARY/secret+1234567890abcdefghijklmnop"
    static let tokenCanary = "CANARYTOKENfQoGZXIvYXdzEJr7Nq0xSessionTokenOfSomeLength=="

    let home: String
    var variables: [String: String] = [:]
    var answering: Answering = { _ throws(DataError) in throw DataError(.unavailable, "Nothing answers.") }
    /// The requests so far.
    let requests = Requests()

    final class Requests: Sendable {
        private let requests = Mutex<[CredentialRequest]>([])
        var all: [CredentialRequest] { requests.withLock(\.self) }
        var targets: [String] { all.map { "\($0.method) \($0.url)" } }
        func append(_ request: CredentialRequest) { requests.withLock { $0.append(request) } }
    }

    var means: CredentialMeans {
        CredentialMeans(environment: variables, home: home, now: { Self.noon }) {
            [requests, answering] request async throws(DataError) in
            requests.append(request)
            return try answering(request)
        }
    }

    func credentials(_ setting: S3CredentialSetting = .automatic) async throws -> S3Credentials? {
        try await setting.provider(means).credentials()
    }

    /// The error that a setting gives. It is checked to be fit for a person, and to hold no secret.
    func failure(_ setting: S3CredentialSetting = .automatic) async throws -> DataError {
        do {
            let found = try await credentials(setting)
            throw Unexpected(description: "there are credentials: \(found.map(String.init(describing:)) ?? "none")")
        } catch let error as DataError {
            var printed = "\(error)"
            dump(error, to: &printed)
            #expect(!printed.contains(Self.canary) && !printed.contains(Self.tokenCanary), "\(printed)")
            #expect(!printed.contains("CANARY"), "\(printed)")
            #expect(error.message.hasSuffix("."), "\(error.message)")
            #expect(error.hint?.hasSuffix(".") != false, "\(error.hint ?? "")")
            let isPlain = (error.message + (error.hint ?? "")).unicodeScalars.allSatisfy { $0.value >= 0x20 }
            #expect(isPlain, "\(error.message.debugDescription)")
            #expect(error.message.count < 2000)
            return error
        }
    }

    /// Writes a file below the home folder and gives its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        let path = home + "/" + name
        if name.hasPrefix(".aws/") { mkdir(home + "/.aws", 0o700) }
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Unexpected(description: "“\(path)” cannot be written") }
        defer { close(file) }
        let bytes = Array(text.utf8)
        #expect(Glibc.write(file, bytes, bytes.count) == bytes.count)
        return path
    }

    struct Unexpected: Error, CustomStringConvertible {
        var description: String
    }
}

/// Lets others work while something is so, and for no longer than the test may take.
func yield(while isSo: () async throws -> Bool) async throws {
    while try await isSo() {
        try Task.checkCancellation()
        await Task.yield()
    }
}

/// Gives `body` a scene with a home folder of its own.
func withCredentialScene(
    _ variables: [String: String] = [:], _ body: (inout CredentialScene) async throws -> Void
) async throws {
    try await withTemporaryDirectory { folder in
        var scene = CredentialScene(home: folder, variables: variables)
        try await body(&scene)
    }
}

extension CredentialAnswer {
    /// An answer with a text.
    static func text(_ text: String, status: Int = 200) -> CredentialAnswer {
        CredentialAnswer(status: status, body: Array(text.utf8))
    }
}

/// Credentials as services write them.
func credentialJSON(
    id: String = "ASIAEXAMPLE", secret: String = CredentialScene.canary,
    token: String = CredentialScene.tokenCanary, end: String = "2026-01-02T18:00:00Z"
) -> String {
    """
    {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "\(id)", "SecretAccessKey": "\(secret)",
     "Token": "\(token)", "Expiration": "\(end)"}
    """
}

/// Credentials as STS writes them.
func credentialXML(
    _ action: String = "AssumeRole", id: String = "ASIAROLE", end: String = "2026-01-02T13:00:00Z"
) -> String {
    """
    <\(action)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(action)Result><Credentials>
    <AccessKeyId>\(id)</AccessKeyId><SecretAccessKey>\(CredentialScene.canary)</SecretAccessKey>
    <SessionToken>\(CredentialScene.tokenCanary)</SessionToken><Expiration>\(end)</Expiration>
    </Credentials></\(action)Result></\(action)Response>
    """
}
