import PersistyData

extension CredentialFetch {
    /// What the service of the machine has.
    enum Machine: Sendable {
        case credentials(S3Credentials)
        /// Nothing; why, as part of a sentence.
        case none(String)
    }

    /// Asks the service of the machine: for a token, for the name of the role, for its credentials.
    ///
    /// - Throws: A ``DataError`` when there is a role and its credentials cannot be had.
    func machine() async throws(DataError) -> Machine {
        let place = MachineCredentials.place
        if variables.isMachineDisabled { return .none("\(place) is not asked because of AWS_EC2_METADATA_DISABLED") }
        let service = try MachineCredentials(variables)
        let shown = "\(place) at \(service.address.hostHeader.shownInSentence(limit: 64))"
        let tokenAnswer: CredentialAnswer
        do throws(DataError) {
            tokenAnswer = try await means.exchange(service.tokenRequest)
        } catch {
            // Most machines have none, and no two networks say so in the same way.
            if error.code == .cancelled { throw error }
            return .none("\(shown) does not answer")
        }
        guard (200..<300).contains(tokenAnswer.status), let token = service.token(in: tokenAnswer.body) else {
            return .none("\(shown) gives no token (status \(tokenAnswer.status))")
        }
        let roleAnswer = try await means.exchange(service.roleRequest(token: token))
        guard roleAnswer.status != 404 else { return .none("\(shown) knows of no role") }
        guard let role = service.role(in: try roleAnswer.content(from: place, hiding: [token])) else {
            return .none("\(shown) gives no name of a role")
        }
        let answer = try await means.exchange(service.credentialsRequest(role: role, token: token))
        let body = try answer.content(from: place, hiding: [token])
        let given = try CredentialDocument.credentials(in: body, by: .service, from: place)
        let now = means.now()
        return .credentials(try MachineCredentials.extended(given, at: now).checked(at: now, from: place))
    }
}
