import Foundation
import PersistyData
import PersistyS3
import PersistyTestSupport
import Testing

@Suite struct `A signed form of S3` {
    private func policy(_ key: String = "in/photo.png") throws -> UploadPolicy {
        var policy = UploadPolicy(try DataKey(key))
        (policy.sizes, policy.contentTypes, policy.condition) = (1...1000, ["image/*"], .always)
        return policy
    }

    private func conditions(_ form: UploadForm) throws -> String {
        let encoded = try #require(form.fields.first { $0.name == "policy" }?.value)
        return String(decoding: try #require(Data(base64Encoded: encoded)), as: UTF8.self)
    }

    @Test func `holds uploads to key, size and type`() async throws {
        var policy = try policy()
        policy.successURL = "https://example.org/done"
        let form = try await Signing().signer.form(policy)
        #expect(form.method == .post && form.url == "https://b-1.s3.eu-west-1.amazonaws.com/" && form.unkept.isEmpty)
        let document = try conditions(form)
        for condition in [
            "{\"bucket\":\"b-1\"}", "{\"key\":\"in/photo.png\"}", "[\"content-length-range\",1,1000]",
            "[\"starts-with\",\"$Content-Type\",\"image/\"]",
            "{\"success_action_redirect\":\"https://example.org/done\"}", "2023-11-14T23:13:20.000Z",
        ] {
            #expect(document.contains(condition), "\(document)")
        }
        #expect(form.fields.contains(LinkField("Content-Type", "image/png")))
        #expect(form.fields.contains(LinkField("success_action_redirect", "https://example.org/done")))
        #expect(form.keepsCondition && !form.endsEarly)
    }

    @Test(
        arguments: [
            ([], "a.png", "image/png"), ([], "a", "application/octet-stream"), (["text/csv"], "a.png", "text/csv"),
            (["image/*"], "a.txt", "image/"), (["image/png", "image/jpeg"], "a.png", "image/png"),
            (["image/gif", "image/jpeg"], "a.png", "image/gif"), (["image/*", "text/*"], "a", "image/"),
        ] as [([String], String, String)])
    func `sends a type that fits`(types: [String], key: String, sent: String) async throws {
        var policy = try policy(key)
        policy.contentTypes = types
        let form = try await Signing().signer.form(policy)
        #expect(form.fields.first { $0.name == "Content-Type" }?.value == sent)
        #expect(form.unkept == (types.count > 1 ? ["the types"] : []))
    }

    @Test func `tells which condition it does not keep, and is given for no store that replaces nothing`() async throws
    {
        var policy = try policy()
        policy.condition = .absent
        let form = try await Signing().signer.form(policy)
        #expect(form.unkept == ["that there is no such item yet"] && !form.keepsCondition)
        let factory = RestrictedDataStoreFactory(
            SharedDataStoreFactory(MemoryStore(), signer: try Signing().signer), allowing: [.create])
        await expectFailure(.forbidden) { try await factory.uploadForm(policy, nil) }
    }

    @Test func `is no form where the service would put another name in the place of the key's`() async throws {
        await expectFailure(.unsupported) { try await Signing().signer.form(policy("a/${filename}")) }
    }

    @Test func `is an address to put to where the service takes none`() async throws {
        var signing = Signing()
        signing.endpoint = S3EndpointOptions(region: "auto", address: "https://x.r2.cloudflarestorage.com")
        var policy = try policy()
        policy.condition = .absent
        let form = try await signing.signer.form(policy)
        #expect(form.method == .put && form.fields.isEmpty && form.html == nil)
        #expect(form.headers == [LinkField("if-none-match", "*")] && form.keepsCondition)
        #expect(form.unkept == ["the size", "the types"])
        (policy.sizes, policy.contentTypes) = (nil, ["image/png"])
        let exact = try await signing.signer.form(policy)
        #expect(exact.unkept.isEmpty && exact.headers.contains(LinkField("content-type", "image/png")))
    }
}
