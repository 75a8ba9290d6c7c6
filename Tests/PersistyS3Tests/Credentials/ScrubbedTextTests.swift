import PersistyTestSupport
import Testing

@testable import PersistyS3

@Suite struct `A text that may hold secrets` {
    @Test(arguments: [
        ("the secret is hunter2hunter2", "the secret is •••"),
        ("password: hunter2", "password: •••"), ("password=hunter2;x y", "password=••• y"),
        (#"{"SecretAccessKey":"a b","SessionToken":"c"}"#, #"{"SecretAccessKey":"•••","SessionToken":"•••"}"#),
        ("Authorization: Bearer abc.def", "Authorization: Bearer •••"),
        ("--token='x y' z", "--token='•••' z"),
        ("key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY here", "key ••• here"),
        ("id 0a1b2c3d4e5f60718293a4b5c6d7e8f9", "id •••"),
        ("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.x", "•••"),
        ("AWS_SECRET_ACCESS_KEY=x\nnext line", "AWS_SECRET_ACCESS_KEY=•••\nnext line"),
    ])
    func `is shown without them`(text: String, shown: String) { #expect(ScrubbedText(text).text == shown) }

    @Test(arguments: [
        "", " ", "The config profile (work) could not be found.",
        "Error loading SSO Token: Token for company does not exist",
        "The SSO session associated with this profile has expired or is otherwise invalid. To refresh this SSO session run "
            + "aws sso login with the corresponding profile.",
        "the token has expired",
        "Unable to locate credentials. You can configure credentials by running aws configure.",
        "/usr/lib/python3/dist-packages/botocore/credentials.py: No such file or directory",
        "AssumeRoleUnauthorizedAccess: EC2 cannot assume the role",
        "User: arn:aws:iam::123456789012:user/somebody is not authorized to perform: sts:AssumeRole",
    ])
    func `is shown as it is where it holds none`(text: String) { #expect(ScrubbedText(text).text == text) }

    @Test func `is shown without what is known to be secret`() {
        let text = "a hunter2x b hunter2x-long c short"
        let secrets = [Secret("hunter2x"), Secret("hunter2x-long"), Secret("short"), Secret("")]
        #expect(ScrubbedText(text, hiding: secrets).text == "a ••• b ••• c short")
    }

    @Test func `is shown without keys as chance makes them`() {
        var generator = SeededGenerator(3)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var shown = 0
        for _ in 0..<1000 {
            let key = String((0..<40).map { _ in alphabet[Int.random(in: 0..<64, using: &generator)] })
            if ScrubbedText("it is \(key) and").text.contains(key) { shown += 1 }
        }
        #expect(shown == 0)
    }

    @Test func `may be anything`() {
        var generator = SeededGenerator(5)
        let parts = ["secret", "=", ":", "\"", "'", " ", "\n", "•••", "token", "e\u{301}", "\u{0}", "is", "AKIA", "👩‍👩‍👧"]
        for _ in 0..<500 {
            let text = (0..<20).map { _ in parts[Int.random(in: 0..<parts.count, using: &generator)] }.joined()
            _ = ScrubbedText(text, hiding: [Secret("secret")]).text
        }
    }
}
