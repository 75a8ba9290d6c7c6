/// Where the credentials of a store come from, as somebody sets it.
public enum S3CredentialSetting: Sendable, Equatable {
    /// From the first place that has some, in the order of AWS's own tools: the variables of the environment, a web
    /// identity, the profile that `AWS_PROFILE` names or else `default`, the container's service, the machine's service
    /// ("Credential provider chain", AWS SDKs and Tools Reference Guide).
    case automatic
    /// From a profile of AWS's shared files.
    case profile(String)
    /// From `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
    case environment
    /// From what a program prints, as `credential_process` has it. It is run without a shell and without a terminal.
    case command([String])
    /// There are none: requests are not signed.
    case anonymous
    /// These.
    case keys(S3Credentials)
}
