import PersistyData

/// Where the Security Token Service is, and which region requests to it are signed for.
struct TokenService: Sendable, Equatable {
    /// Where it is.
    let address: EndpointAddress
    /// The region.
    let region: String

    /// The service for a role: in its region ("AWS STS regionalized endpoints", AWS SDKs and Tools Reference Guide), else
    /// in one of the part of AWS that the role is of.
    ///
    /// - Parameter region: The region where the role names none.
    /// - Throws: ``DataError/Code/misconfigured`` for an address or a region that is none.
    init(for role: CredentialSource.Role, _ variables: AWSVariables, region: String?) throws(DataError) {
        let configured = variables.ignoresEndpoints ? nil : variables.endpoint(of: "STS") ?? role.endpoint
        let named = role.region ?? region
        guard let region = named ?? Self.usualRegion(of: role.arn) ?? configured.map({ _ in "us-east-1" }) else {
            throw DataError(
                .misconfigured, "No region is known for the role “\(role.arn.shownInSentence(limit: 128))”.",
                hint: "Give its profile a region, or set AWS_REGION.", reason: "s3.no_region")
        }
        guard AWSRegion.isName(region) else {
            throw DataError(
                .misconfigured, "“\(region.shownInSentence(limit: 64))” is not the name of a region.",
                hint: "A region is like “eu-west-1”.", reason: "s3.bad_region")
        }
        self.region = region == AWSRegion.global ? "us-east-1" : region
        let host = region == AWSRegion.global ? "sts" : "sts.\(region)"
        let text = configured ?? "https://\(host).\(AWSRegion.partition(of: region).suffix)"
        guard let address = EndpointAddress(text) else {
            throw DataError(
                .misconfigured, "“\(text.shownInSentence())” is not an address of a service.",
                hint: "Look at AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL and endpoint_url.", reason: "s3.bad_endpoint")
        }
        self.address = address
    }

    /// A region of the part of AWS that `arn` names ("Amazon Resource Names", IAM User Guide).
    private static func usualRegion(of arn: String) -> String? {
        let parts = arn.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "arn" else { return nil }
        return ["aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"][String(parts[1])]
    }
}
