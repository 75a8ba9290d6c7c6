import Foundation
import Hummingbird
import PersistyData

/// What the messenger answers. Images pass it by: it signs forms for them, and addresses.
struct Routes: Sendable {
    let users: Users
    let messages: Messages
    /// Stores in which each writes under their own name.
    let images: any DataStoreFactory

    private static let mostBytes: Int64 = 5 << 20
    private static let imageTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"]

    func add(to router: Router<MessengerContext>) {
        router.get("/") { _, _ in Page.page(store: try await storeOrigin()) }
        router.get("/page.css") { _, _ in Page.style }
        router.get("/page.js") { _, _ in Page.script }
        router.post("/users") { request, context in
            let body = try await request.decode(as: Credentials.self, context: context)
            return EditedResponse(
                status: .created, response: Session(token: try await users.signUp(body.name, password: body.password)))
        }
        router.post("/sessions") { request, context in
            let body = try await request.decode(as: Credentials.self, context: context)
            return Session(token: try await users.logIn(body.name, password: body.password))
        }
        router.delete("/sessions") { request, _ in
            try await users.logOut(try request.token)
            return HTTPResponse.Status.noContent
        }
        router.post("/forms") { request, context in
            let me = try await users.authorization(try request.token)
            let wanted = try await request.decode(as: WantedForm.self, context: context)
            return try await form(wanted, me)
        }
        router.post("/messages") { request, context in
            let me = try await users.authorization(try request.token)
            let message = try await request.decode(as: NewMessage.self, context: context)
            try await messages.post(message.text, image: try await image(message.image, of: me), by: me.subject)
            return HTTPResponse.Status.created
        }
        router.get("/messages") { request, _ in
            let before = request.uri.queryParameters["before"].flatMap { Int64($0) } ?? .max
            return try await page(before: before, featured: request.uri.queryParameters["featured"] == "true")
        }
    }

    /// A form by which `me` uploads one image under a new name, without asking the messenger again.
    private func form(_ wanted: WantedForm, _ me: Authorization) async throws -> Response {
        guard Self.imageTypes.contains(wanted.contentType) else {
            throw Problem(.unprocessableContent, "An image is a PNG, JPEG, GIF or WebP.")
        }
        let key = try DataKey(wanted.key ?? "\(me.subject)/\(UUID().uuidString.lowercased())")
        var policy = UploadPolicy(key, life: .seconds(600))
        policy.sizes = 1...Self.mostBytes
        policy.contentTypes = [wanted.contentType]
        let form = try await Problem.of { () throws(DataError) in try await images.uploadForm(policy, me) }
        return try JSON.response("{\"key\":\(LinkText.json(key.text)),\"form\":\(form.json)}")
    }

    /// The image of a message, which its author must have uploaded.
    private func image(_ key: String?, of me: Authorization) async throws -> DataKey? {
        guard let key else { return nil }
        return try await Problem.of { () throws(DataError) in
            let key = try DataKey(key)
            let store = try await images.create(me)
            // Not every service holds an upload to its size and type: the messenger looks at both, and whether it came.
            guard store.allows(.create, key), let item = try await store.read(key),
                ContentType.matches(item.contentType ?? "", Self.imageTypes), item.size <= Self.mostBytes
            else { throw DataError(.forbidden, "Of yours there is no such image in the store.") }
            return key
        }
    }

    /// Where the addresses of images lead: to the store's own service, or here.
    private func storeOrigin() async throws -> String {
        let url = try await Problem.of { () throws(DataError) in
            try await images.downloadURL(DataKey("any"), Self.reader())
        }.url
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.prefix(3).joined(separator: "/")
    }

    /// Everybody reads: addresses are signed for nobody in particular, yet owned stores are made for somebody.
    private static func reader() throws(DataError) -> Authorization { try Authorization(subject: "readers") }

    private func page(before: Int64, featured: Bool) async throws -> MessagePage {
        let found = try await messages.page(before: before, featured: featured)
        let keys = found.compactMap(\.image)
        let links = keys.map { key in
            var link = Link(.get, key, life: .seconds(900))
            link.isInline = true
            return link
        }
        let urls = try await images.urls(for: links, Self.reader())
        let byKey = Dictionary(
            zip(keys, urls).map { ($0, try? $1.get().url) }, uniquingKeysWith: { first, _ in first })
        return MessagePage(
            messages: found.map { message in
                MessagePage.Message(
                    id: message.id, author: message.author, text: message.text,
                    image: message.image.flatMap { byKey[$0] ?? nil }, time: message.time)
            })
    }
}
