import Foundation
import PersistyData
import PersistyS3
import Testing

private let time = Timestamp(seconds: 1_700_000_000)

@Suite struct `A form` {
    private let policy = PostPolicy(
        expiresAt: Timestamp(seconds: 1_700_003_600),
        conditions: [
            .equals(field: "bucket", "b"), .startsWith(field: "key", "in/"),
            .equals(field: "Content-Type", "image/png"),
            .length(1...1000), .equals(field: "x-amz-meta-who", "“é\"\\\n😀"),
        ])

    @Test func `has a condition for every field but the policy, its signature and the file`() throws {
        var credentials = DocumentedExamples.credentials
        credentials.sessionToken = Secret("token")
        let form = DocumentedExamples.signer(credentials).form(policy, at: time)
        #expect(
            form.fields.map(\.name) == [
                "key", "Content-Type", "x-amz-meta-who", "x-amz-algorithm", "x-amz-credential", "x-amz-date",
                "x-amz-security-token", "policy", "x-amz-signature",
            ])
        let encoded = try #require(form.fields.first { $0.name == "policy" }?.value)
        let data = try #require(Data(base64Encoded: encoded))
        let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(document["expiration"] as? String == "2023-11-14T23:13:20.000Z")
        let conditions = try #require(document["conditions"] as? [Any])
        var conditioned: Set<String> = []
        for condition in conditions {
            if let pair = condition as? [String: String] { conditioned.formUnion(pair.keys) }
            if let list = condition as? [Any], let field = list[1] as? String {
                conditioned.insert("\(field.dropFirst())")
            }
        }
        #expect(conditions.contains { ($0 as? [String: String])?["bucket"] == "b" })
        #expect(conditions.contains { ($0 as? [String: String])?["x-amz-meta-who"] == "“é\"\\\n😀" })
        #expect(conditions.contains { ($0 as? [Any])?.first as? String == "content-length-range" })
        for field in form.fields where !["policy", "x-amz-signature"].contains(field.name) {
            #expect(conditioned.contains(field.name))
        }
        #expect(encoded == Array(data).base64)
    }

    @Test func `ends when its credentials end`() {
        var credentials = DocumentedExamples.credentials
        credentials.expiresAt = Timestamp(seconds: 1_700_000_100)
        #expect(DocumentedExamples.signer(credentials).form(policy, at: time).expiresAt == credentials.expiresAt)
        #expect(DocumentedExamples.signer().form(policy, at: time).expiresAt == policy.expiresAt)
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `is in base64 as RFC 4648 has it`(text: String, encoded: String) {
        #expect(Array(text.utf8).base64 == encoded)
    }
}
