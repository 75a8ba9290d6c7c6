import PersistyData
import PersistyS3
import Testing

private let config = """
    # a comment
    [default]
    region = eu-west-1
    [profile  work ]
    aws_access_key_id = OLD
    region=us-west-2 # of the office
    s3 =
      max_concurrent_requests = 20
      region = nested
    [profile "two words"]
    credential_process = "/opt/my tool" get --name 'a b' c\\ d
    [profile role]
    role_arn = arn:aws:iam::1:role/r
    source_profile = work
    external_id = x
    duration_seconds = 900
    [profile self]
    role_arn = arn:aws:iam::1:role/r
    source_profile = self
    aws_access_key_id = SELF
    aws_secret_access_key = s
    [profile a]
    role_arn = arn
    source_profile = b
    [profile b]
    role_arn = arn
    source_profile = a
    [profile web]
    role_arn = arn
    web_identity_token_file = /run/token
    [profile machine]
    role_arn = arn
    credential_source = Ec2InstanceMetadata
    [profile sso]
    sso_session = company
    sso_account_id = 1
    [sso-session company]
    sso_start_url = https://example.com
    [profile bare]
    role_arn = arn
    [profile half]
    aws_access_key_id = HALF
    [profile badcommand]
    credential_process = "x
    not a setting
    """

private let credentials = """
    [default]
    aws_access_key_id = DEFAULT
    aws_secret_access_key = a#b;c=d
    aws_session_token = token
    [work]\r
    aws_access_key_id = NEW\r
    aws_secret_access_key = secret\r
    """

private let profiles = SharedProfiles(config: config, credentials: credentials)

@Suite struct `A profile` {
    @Test func `has its settings from both files`() throws {
        #expect(profiles.setting("region", of: "default") == "eu-west-1")
        #expect(profiles.setting("region", of: "work") == "us-west-2")
        let keys = S3Credentials(
            accessKeyID: "DEFAULT", secretAccessKey: Secret("a#b;c=d"), sessionToken: Secret("token"))
        #expect(try profiles.source(of: "default") == .keys(keys))
        let work = S3Credentials(accessKeyID: "NEW", secretAccessKey: Secret("secret"))
        #expect(try profiles.source(of: "work") == .keys(work))
        #expect(!profiles.names.contains("company") && !profiles.names.contains("sso-session company"))
    }

    @Test func `may be a command, a role or a token`() throws {
        #expect(
            try profiles.source(of: "two words")
                == .process(command: ["/opt/my tool", "get", "--name", "a b", "c d"]))
        guard case .role(let role, from: .keys(let keys)) = try profiles.source(of: "role") else {
            Issue.record("it is no role")
            return
        }
        #expect(role.arn == "arn:aws:iam::1:role/r" && role.externalID == "x" && role.seconds == 900)
        #expect(keys.accessKeyID == "NEW")
        guard case .role(_, from: .keys(let own)) = try profiles.source(of: "self") else {
            Issue.record("it is no role")
            return
        }
        #expect(own.accessKeyID == "SELF")
        guard case .webIdentity(_, tokenFile: "/run/token") = try profiles.source(of: "web") else {
            Issue.record("it is no token")
            return
        }
        guard case .role(_, from: .instanceMetadata) = try profiles.source(of: "machine") else {
            Issue.record("it is not the machine's")
            return
        }
    }

    @Test(arguments: [
        ("a", "leads back to itself"), ("sso", "signs in by SSO"), ("bare", "not with which credentials"),
        ("half", "no secret"), ("badcommand", "no command"), ("none\u{1b}", "There is no profile “none\\u{1b}”"),
    ])
    func `that gives no credentials says why`(name: String, sentence: String) {
        do throws(DataError) {
            _ = try profiles.source(of: name)
            Issue.record("\(name) has credentials")
        } catch {
            #expect(error.code == .misconfigured && error.message.contains(sentence), "\(error)")
            #expect(error.hint != nil)
        }
    }

    @Test func `that is missing names those that there are`() {
        #expect {
            try profiles.source(of: "nobody")
        } throws: { error in
            (error as? DataError)?.hint?.contains("“default”, “half”") == true
        }
    }

    @Test func `is not printed with its secrets`() throws {
        var printed = "\(profiles) \(try profiles.source(of: "default"))"
        dump(profiles, to: &printed)
        #expect(!printed.contains("a#b") && !printed.contains("token"))
    }
}
