import PersistyData
import Testing

@testable import PersistyS3

private let config = """
    [profile keys]
    aws_access_key_id = AKIDEXAMPLE
    aws_secret_access_key = wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY
    [profile one]
    role_arn = arn:aws:iam::123456789012:role/one
    source_profile = keys
    region = eu-west-1
    role_session_name = me
    external_id = a b&c
    duration_seconds = 900
    [profile two]
    role_arn = arn:aws:iam::123456789012:role/two
    source_profile = one
    [profile china]
    role_arn = arn:aws-cn:iam::1:role/r
    source_profile = keys
    [profile unknown]
    role_arn = arn:aws-iso:iam::1:role/r
    source_profile = keys
    [profile bad]
    role_arn = arn:aws:iam::1:role/r
    source_profile = keys
    region = evil.example/
    [profile device]
    role_arn = arn:aws:iam::1:role/r
    source_profile = keys
    mfa_serial = arn:aws:iam::1:mfa/me
    [profile long]
    role_arn = arn:aws:iam::1:role/r
    source_profile = keys
    duration_seconds = an hour
    [profile empty]
    role_arn = arn:aws:iam::1:role/r
    source_profile = nothing
    [profile nothing]
    region = eu-west-1
    [profile login]
    login_session = arn:aws:iam::1:user/me
    [profile own]
    role_arn = arn:aws:iam::1:role/r
    source_profile = keys
    services = local
    [services local]
    sts =
      endpoint_url = http://127.0.0.1:4566/sts
    """

@Suite struct `A role` {
    @Test func `is assumed with a request that is signed for STS`() async throws {
        try await withCredentialScene { scene in
            try scene.write(config, to: ".aws/config")
            scene.answering = { _ throws(DataError) in .text(credentialXML()) }
            let found = try await scene.credentials(.profile("one"))
            #expect(found?.accessKeyID == "ASIAROLE")
            #expect(found?.expiresAt == Timestamp(seconds: CredentialScene.noon.seconds + 3600))
            let request = try #require(scene.requests.all.first)
            #expect(request.method == "POST" && request.url == "https://sts.eu-west-1.amazonaws.com/")
            let body = String(decoding: request.body, as: UTF8.self)
            #expect(
                body == "Action=AssumeRole&DurationSeconds=900&ExternalId=a%20b%26c"
                    + "&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fone&RoleSessionName=me&Version=2011-06-15")
            // By botocore 1.43.11: SigV4Auth over this body, host and content type at this time.
            #expect(
                request.header("authorization") == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/eu-west-1/sts/"
                    + "aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature="
                    + "34f2a0703acce6d626eb3616e27f06649ebe9b08d28fedb80930646f38bbf7ca")
            #expect(request.header("content-type") == "application/x-www-form-urlencoded; charset=utf-8")
        }
    }

    @Test func `may be assumed with another role's credentials, in its region`() async throws {
        try await withCredentialScene(["AWS_REGION": "us-west-2"]) { scene in
            try scene.write(config, to: ".aws/config")
            scene.answering = { request throws(DataError) in
                let isFirst = String(decoding: request.body, as: UTF8.self).contains("role%2Fone")
                return .text(credentialXML(id: isFirst ? "ASIAONE" : "ASIATWO"))
            }
            #expect(try await scene.credentials(.profile("two"))?.accessKeyID == "ASIATWO")
            let requests = scene.requests.all
            #expect(
                requests.map(\.url) == ["https://sts.eu-west-1.amazonaws.com/", "https://sts.us-west-2.amazonaws.com/"])
            #expect(requests[1].header("authorization")?.contains("ASIAONE/20260102/us-west-2/sts") == true)
            #expect(requests[1].header("x-amz-security-token") == CredentialScene.tokenCanary)
            #expect(String(decoding: requests[1].body, as: UTF8.self).contains("RoleSessionName=persisty-1767355200"))
        }
    }

    @Test(arguments: [
        ("china", [:], "https://sts.cn-north-1.amazonaws.com.cn/", "cn-north-1"),
        ("one", ["AWS_REGION": "us-west-2"], "https://sts.eu-west-1.amazonaws.com/", "eu-west-1"),
        ("china", ["AWS_REGION": "aws-global"], "https://sts.amazonaws.com/", "us-east-1"),
        ("own", [:], "http://127.0.0.1:4566/sts/", "us-east-1"),
        ("own", ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"], "https://sts.us-east-1.amazonaws.com/", "us-east-1"),
        ("own", ["AWS_ENDPOINT_URL_STS": "http://[::1]:1"], "http://[::1]:1/", "us-east-1"),
        ("unknown", ["AWS_ENDPOINT_URL": "https://e.example"], "https://e.example/", "us-east-1"),
        ("unknown", ["AWS_REGION": "us-iso-east-1"], "https://sts.us-iso-east-1.c2s.ic.gov/", "us-iso-east-1"),
    ])
    func `is asked for where the profile, the environment or its name says`(
        profile: String, variables: [String: String], url: String, region: String
    ) async throws {
        try await withCredentialScene(variables) { scene in
            try scene.write(config, to: ".aws/config")
            scene.answering = { _ throws(DataError) in .text(credentialXML()) }
            _ = try await scene.credentials(.profile(profile))
            let request = try #require(scene.requests.all.last)
            #expect(request.url == url)
            #expect(request.header("authorization")?.contains("/\(region)/sts/") == true)
        }
    }

    @Test(arguments: [
        ("unknown", [:], "No region is known"), ("bad", [:], "“evil.example/” is not the name of a region"),
        ("one", ["AWS_ENDPOINT_URL_STS": "sts.example"], "“sts.example” is not an address"),
        ("device", [:], "asks for the code of a device"), ("long", [:], "duration_seconds that is no number"),
        ("empty", [:], "“nothing”, the source_profile of another, holds no credentials"),
        ("login", [:], "signs in by “aws login”"),
    ])
    func `that is set up wrongly is told before anybody is asked`(
        profile: String, variables: [String: String], sentence: String
    ) async throws {
        try await withCredentialScene(variables) { scene in
            try scene.write(config, to: ".aws/config")
            let error = try await scene.failure(.profile(profile))
            #expect(error.code == .misconfigured && error.message.contains(sentence), "\(error)")
            #expect(error.hint != nil && scene.requests.targets.isEmpty)
        }
    }

    @Test(arguments: [
        ("AccessDenied", 403, DataError.Code.forbidden, "AccessDenied: no ••• here"),
        ("ExpiredTokenException", 400, .unauthenticated, "ExpiredTokenException: no ••• here"),
        ("SignatureDoesNotMatch", 403, .unauthenticated, "SignatureDoesNotMatch"),
        ("Throttling", 400, .unavailable, "Throttling"), ("InternalFailure", 500, .unavailable, "InternalFailure"),
        ("\u{9b}31m", 400, .unauthenticated, "\\u{9b}31m"),
    ])
    func `that is refused says why, and nothing secret`(
        word: String, status: Int, code: DataError.Code, sentence: String
    ) async throws {
        try await withCredentialScene { scene in
            try scene.write(
                config.replacing("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", with: CredentialScene.canary),
                to: ".aws/config")
            let body = """
                <ErrorResponse><Error><Code>\(word)</Code><Message>no \(CredentialScene.canary) here</Message></Error>\
                </ErrorResponse>
                """
            scene.answering = { _ throws(DataError) in .text(body, status: status) }
            let error = try await scene.failure(.profile("one"))
            #expect(error.code == code && error.message.contains(sentence), "\(error)")
            #expect(error.message.contains("arn:aws:iam::123456789012:role/one"))
        }
    }

    @Test(arguments: [
        (CredentialAnswer.text("<html>"), "give"), (.text(""), "give"),
        (.text(String(credentialXML().dropLast(40))), "give"),
        (.text("<html>", status: 302), "redirect"), (.text("", status: 503), "failed with status 503"),
        (.text(credentialXML(end: "soon")), "give"), (.text(credentialXML(end: "2026-01-02T12:00:00Z")), "have ended"),
        (.text(credentialXML(id: "A&#13;B")), "holds a blank"), (.text(credentialXML("AssumeRoleWithSAML")), "give"),
        (.text(String(repeating: " ", count: 70_000)), "more than 64 KiB"),
    ])
    func `whose answer is none is told`(answer: CredentialAnswer, sentence: String) async throws {
        try await withCredentialScene { scene in
            try scene.write(config, to: ".aws/config")
            scene.answering = { _ throws(DataError) in answer }
            let error = try await scene.failure(.profile("one"))
            #expect(error.message.contains(sentence), "\(error)")
        }
    }
}
