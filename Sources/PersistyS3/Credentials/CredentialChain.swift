import PersistyData

/// Where credentials are looked for when nobody says where: the first place that has some, or should have ("Credential
/// provider chain", AWS SDKs and Tools Reference Guide).
///
/// A place that is set up wrongly is an error, and no reason to go on: the next place would be somebody else.
struct CredentialChain: Sendable {
    /// The place.
    let source: CredentialSource?
    /// Who gives them, as part of a sentence.
    let place: String
    /// Why none of the places before it is the one; each is part of a sentence.
    private(set) var misses: [String] = []

    /// Looks at all places but for the machine's service, which has to be asked and comes last.
    ///
    /// - Parameter files: How the files of `profiles` are shown.
    /// - Throws: ``DataError/Code/misconfigured`` for a place that is set up wrongly, and for a profile that `AWS_PROFILE`
    ///   names and that is not there.
    init(_ variables: AWSVariables, _ profiles: SharedProfiles, files: String) throws(DataError) {
        var misses: [String] = []
        if try variables.keys() != nil {
            (source, place) = (.environment, "the environment")
            return
        }
        misses.append("AWS_ACCESS_KEY_ID is not set")
        if let identity = try variables.webIdentity() {
            (source, place) = (identity, RoleAssumption.place)
            return
        }
        misses.append("AWS_WEB_IDENTITY_TOKEN_FILE is not set")
        let profile = variables.profile
        let shown = "the profile “\(profile.shownInSentence(limit: 64))”"
        if variables["AWS_PROFILE"] != nil || profiles.names.contains(profile) {
            if let found = try profiles.sourceIfAny(of: profile) {
                (source, place) = (found, shown)
                return
            }
            misses.append("\(shown) in \(files) holds no credentials")
        } else {
            misses.append("there is no profile “default” in \(files)")
        }
        if variables.hasContainer {
            (source, place) = (.container, ContainerCredentials.place)
            return
        }
        misses.append("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI are not set")
        if variables.isMachineDisabled {
            misses.append("\(MachineCredentials.place) is not asked because of AWS_EC2_METADATA_DISABLED")
            (source, place) = (nil, "")
        } else {
            (source, place) = (.instanceMetadata, MachineCredentials.place)
        }
        self.misses = misses
    }

    /// There are no credentials anywhere.
    ///
    /// - Parameter last: Why not at the place that was asked last.
    func nothingFound(_ last: String? = nil) -> DataError {
        DataError(
            .unauthenticated,
            "No credentials were found: \((misses + [last].compactMap(\.self)).joined(separator: "; ")).",
            hint: "Run “aws configure”, name a profile or a command for the store, or say that it is anonymous.",
            reason: "s3.no_credentials")
    }
}
