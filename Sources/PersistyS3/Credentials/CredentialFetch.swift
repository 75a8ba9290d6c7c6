import PersistyData

/// Fetches credentials from where they come from.
struct CredentialFetch: Sendable {
    let means: CredentialMeans

    /// Fetches with `means`.
    init(_ means: CredentialMeans) { self.means = means }

    var variables: AWSVariables { means.variables }

    /// The credentials of a setting; `nil` when requests are not signed.
    func credentials(of setting: S3CredentialSetting) async throws(DataError) -> S3Credentials? {
        switch setting {
        case .anonymous: return nil
        case .keys(let keys): return try checked(keys, "the store's settings")
        case .environment: return try await credentials(of: .environment, "the environment")
        case .command(let words): return try await credentials(of: .process(command: words), "the store's settings")
        case .profile(let name):
            let source = try await SharedFiles(variables, home: means.home).profiles().source(of: name)
            return try await credentials(of: source, "the profile “\(name.shownInSentence(limit: 64))”")
        case .automatic: return try await found()
        }
    }

    private func found() async throws(DataError) -> S3Credentials {
        let files = SharedFiles(variables, home: means.home)
        let chain = try CredentialChain(variables, try await files.profiles(), files: files.shown)
        switch chain.source {
        case nil: throw chain.nothingFound()
        case .instanceMetadata:
            switch try await machine() {
            case .credentials(let credentials): return credentials
            case .none(let reason): throw chain.nothingFound(reason)
            }
        case .some(let source): return try await credentials(of: source, chain.place)
        }
    }

    /// The credentials of a source.
    ///
    /// - Parameters:
    ///   - place: Who names the source, as part of a sentence.
    ///   - region: The region of STS where a role names none.
    private func credentials(
        of source: CredentialSource, _ place: String, region: String? = nil
    ) async throws(DataError) -> S3Credentials {
        switch source {
        case .keys(let keys): return try checked(keys, place)
        case .environment:
            guard let keys = try variables.keys() else {
                throw DataError(
                    .unauthenticated, "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.",
                    hint: "Set both before the program starts, or choose other credentials.", reason: "s3.no_key")
            }
            return try checked(keys, "the environment")
        case .process(let words): return try await output(of: words)
        case .container: return try await container()
        case .instanceMetadata:
            switch try await machine() {
            case .credentials(let credentials): return credentials
            case .none(let reason):
                throw DataError(
                    .unauthenticated, "There are no credentials of this machine: \(reason).",
                    hint: "Choose other credentials.", reason: "s3.no_machine")
            }
        case .role(let role, from: let other):
            let region = role.region ?? region
            // Looked at first: what is set up wrongly is told without asking anybody for anything.
            let service = try TokenService(for: role, variables, region: region ?? variables.region)
            let credentials = try await credentials(of: other, place, region: region)
            return try await assume(role, of: service, with: credentials)
        case .webIdentity(let role, tokenFile: let file):
            return try await assume(role, withTokenIn: file, region: region ?? variables.region)
        }
    }

    private func assume(
        _ role: CredentialSource.Role, of service: TokenService, with credentials: S3Credentials
    ) async throws(DataError) -> S3Credentials {
        let assumption = RoleAssumption(role, of: service)
        let answer = try await means.exchange(assumption.request(signedBy: credentials, at: means.now()))
        let secrets = [credentials.secretAccessKey] + (credentials.sessionToken.map { [$0] } ?? [])
        let given = try assumption.credentials(in: answer, to: .assumeRole, hiding: secrets)
        return try checked(given, RoleAssumption.place)
    }

    private func assume(
        _ role: CredentialSource.Role, withTokenIn file: String, region: String?
    ) async throws(DataError) -> S3Credentials {
        let assumption = RoleAssumption(role, of: try TokenService(for: role, variables, region: region))
        // STS takes at most 20,000 characters ("AssumeRoleWithWebIdentity").
        let bytes = try await secrets(in: file, "a web identity token", limit: 20_000)
        let token = Secret(String(decoding: bytes, as: UTF8.self).withoutLineEnd)
        guard token.isHeaderValue else {
            throw DataError(
                .misconfigured, "The file “\(file.shownInSentence())” holds no web identity token.",
                hint: "Look at what writes it.", reason: "s3.bad_token")
        }
        let answer = try await means.exchange(assumption.request(token: token, at: means.now()))
        let given = try assumption.credentials(in: answer, to: .assumeRoleWithWebIdentity, hiding: [token])
        return try checked(given, RoleAssumption.place)
    }

    private func output(of words: [String]) async throws(DataError) -> S3Credentials {
        let run = CommandRun(words, environment: variables.all, limit: means.commandLimit)
        let output = try await run.output()
        return try checked(
            try CredentialDocument.credentials(in: output, by: .program, from: run.place), run.place)
    }

    private func container() async throws(DataError) -> S3Credentials {
        let service = try ContainerCredentials(variables)
        var content: [UInt8]?
        if let file = service.tokenFile {
            content = try await secrets(in: file, "the container's token", limit: ContainerCredentials.longestToken)
        }
        let (request, secrets) = try service.request(fileContent: content)
        let body = try (try await means.exchange(request)).content(from: ContainerCredentials.place, hiding: secrets)
        let given = try CredentialDocument.credentials(in: body, by: .service, from: ContainerCredentials.place)
        return try checked(given, ContainerCredentials.place)
    }

    private func secrets(in file: String, _ content: String, limit: Int) async throws(DataError) -> [UInt8] {
        let path = SharedFiles.path(file, home: means.home) ?? file
        if let bytes = try await SecretFile(path: path, content: content, limit: limit).bytes() { return bytes }
        throw DataError(
            .misconfigured, "There is no file “\(path.shownInSentence())” for \(content).",
            hint: "Look at what writes it.", reason: "s3.no_token_file")
    }

    private func checked(_ credentials: S3Credentials, _ place: String) throws(DataError) -> S3Credentials {
        try credentials.checked(at: means.now(), from: place)
    }
}
