package import PersistyData

/// What the surroundings of the program say about a store beside its credentials, for what its own settings leave out.
package struct S3Surroundings: Sendable, Equatable {
    /// The region: from `AWS_REGION`, `AWS_DEFAULT_REGION`, or the profile ("AWS Region", AWS SDKs and Tools Reference Guide).
    package var region: String?
    /// The address of the service: from `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, or the profile ("Service-specific
    /// endpoints", the same).
    package var endpoint: String?

    /// Surroundings that say this.
    package init(region: String? = nil, endpoint: String? = nil) {
        self.region = region
        self.endpoint = endpoint
    }

    /// What the environment and, where it is silent, a profile say.
    init(_ variables: AWSVariables, _ profiles: SharedProfiles, profile: String) {
        region = variables.region ?? profiles.setting("region", of: profile)?.nonEmpty
        guard !variables.ignoresEndpoints else { return }
        endpoint = variables.endpoint(of: "S3") ?? profiles.endpoint(of: "s3", for: profile)?.nonEmpty
    }
}

extension S3CredentialSetting {
    /// What the surroundings say. The profile is the one that is set, else the one that AWS's tools would use; one that is
    /// not there says nothing.
    ///
    /// - Throws: ``DataError/Code/misconfigured`` when a shared file cannot be read.
    package func surroundings(_ means: CredentialMeans) async throws(DataError) -> S3Surroundings {
        let profiles = try await SharedFiles(means.variables, home: means.home).profiles()
        let name = if case .profile(let name) = self { name } else { means.variables.profile }
        return S3Surroundings(means.variables, profiles, profile: name)
    }
}

extension String {
    /// The text, unless it is empty.
    var nonEmpty: String? { isEmpty ? nil : self }
}
