import ClientSupport
import Foundation
import PersistyData
import PersistyTestSupport
import S3TestSupport
import Testing

@testable import PersistyS3

/// The example with its images in a bucket: they go from the browser to the service and back, past the messenger.
@Suite(.serialized) struct `The messenger on a bucket` {
    private struct Scene: Sendable {
        let server: S3Server
        let store: S3Store
        let messenger: MessengerPage
        let folder: String

        var items: [DataItem] {
            get async throws {
                var items: [DataItem] = []
                for try await item in store.items() { items.append(item) }
                return items
            }
        }
    }

    /// - Parameter takesForms: `false` has the messenger take the service for one that takes none.
    private func withMessenger(takesForms: Bool = true, _ body: @Sendable (Scene) async throws -> Void) async throws {
        let server = try S3Server.named("radosgw")
        let bucket = try await server.bucket()
        try await Chromium.with { chromium in
            let folder = chromium.folder
            let settings = """
                [[store]]
                name = "lake"
                type = "s3"
                bucket = "\(bucket)"
                region = "\(try server.setting("REGION"))"
                endpoint = "\(try server.setting("ENDPOINT"))"
                credentials = "environment"
                """
            try Data(settings.utf8).write(to: URL(filePath: folder + "/config.toml"))
            if !takesForms { try keepAsOneWithoutForms(bucket, server, in: folder) }
            let credentials = [
                "AWS_ACCESS_KEY_ID": try server.setting("ACCESS_KEY"),
                "AWS_SECRET_ACCESS_KEY": try server.setting("SECRET_KEY"),
            ]
            try await MessengerPage.with(
                ["--config", "config.toml", "--store", "lake"], environment: credentials, in: folder, chromium
            ) { messenger in
                let store = S3Store(name: "lake", client: server.client, bucket: bucket)
                try await body(Scene(server: server, store: store, messenger: messenger, folder: folder))
            }
        }
        try await server.dispose(bucket)
    }

    /// Writes what `persisty stores --check` would have found of such a service.
    private func keepAsOneWithoutForms(_ bucket: String, _ server: S3Server, in folder: String) throws {
        let state = folder + "/.local/state/persisty"
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        let found = "\(server.endpoint.serviceIdentity) \(bucket) md5 create,replace,md5,tags,no-forms radosgw"
        let text = "persisty services 1\nprobe \(Timestamp.now.seconds) \(found)\nend\n"
        try Data(text.utf8).write(to: URL(filePath: state + "/services"))
    }

    /// Lets pages of the messenger put into the bucket.
    private func allowPages(of origin: String, _ scene: Scene) async throws {
        let rules = """
            <CORSConfiguration><CORSRule><AllowedOrigin>\(origin)</AllowedOrigin><AllowedMethod>PUT</AllowedMethod>\
            <AllowedHeader>*</AllowedHeader></CORSRule></CORSConfiguration>
            """
        try Data(rules.utf8).write(to: URL(filePath: scene.folder + "/cors.xml"))
        let client = scene.server.client
        let place = try client.endpoint(of: scene.store.bucket)
        var request = SignableRequest("PUT", path: place.path(), headers: [.init("host", place.hostHeader)])
        request.query.items = [.init("cors", "")]
        let url = try client.signer(scene.server.credentials, for: place)
            .presigned(request, origin: place.origin, lasting: 60, at: .now).url
        let outcome = try await Shell.run(
            "curl -sS --fail -X PUT --data-binary @cors.xml \(LinkText.shellWord(url))", in: scene.folder)
        #expect(outcome.status == 0)
    }

    @Test(.timeLimit(.minutes(5)))
    func `sends a picture by the service's own form and shows it from there`() async throws {
        try await withMessenger { scene in
            let messenger = scene.messenger
            let picture = try await messenger.drawPicture(in: scene.folder)
            try await messenger.enter("ada")
            try await messenger.post("Good evening from the hills.", image: picture)
            #expect(try await messenger.problem == "")
            let (address, width) = try await messenger.newestPicture()
            let service = try scene.server.setting("ENDPOINT") + "/"
            #expect(width == 640 && address.hasPrefix(service))
            let item = try #require(try await scene.items.first)
            #expect(item.key.text.hasPrefix("ada/"))
            let sum = try await Shell.run("md5sum < picture.png", in: scene.folder).output.prefix(32)
            #expect(item.etag?.value == String(sum))
            #expect(messenger.page.complaints == [])

            try await messenger.leave()
            try await messenger.enter("bob")
            #expect(try await messenger.refusalOfForm(for: "ada/stolen.png").contains("does not allow that"))
            // Another origin's answer is not for the page to read; what it did is seen in the bucket.
            _ = try await messenger.refusalOfForm(by: "bob", changedTo: "ada")
            #expect(try await scene.items.map(\.key) == [item.key])
            _ = try await messenger.refusalOfForm(by: "bob", changedTo: "bob")
            #expect(try await scene.items.map { $0.key.text.prefix(4) } == ["ada/", "bob/"])
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `puts a picture where the service takes no forms, once the bucket lets its page`() async throws {
        try await withMessenger(takesForms: false) { scene in
            let messenger = scene.messenger
            let picture = try await messenger.drawPicture(in: scene.folder)
            try await messenger.enter("ada")
            try await messenger.post("Refused.", image: picture)
            #expect(try await messenger.problem.contains("(CORS)"))
            #expect(try await scene.items.isEmpty)

            try await allowPages(of: String(messenger.url.dropLast()), scene)
            try await messenger.post("Good evening from the hills.", image: picture)
            #expect(try await messenger.problem == "")
            #expect(try await messenger.newestPicture().width == 640)
            #expect(try await scene.items.map { $0.key.text.prefix(4) } == ["ada/"])
        }
    }
}
