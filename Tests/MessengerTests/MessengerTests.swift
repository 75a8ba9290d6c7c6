import ClientSupport
import Foundation
import PersistyChunk
import PersistyData
import PersistyDirectory
import PersistyTestSupport
import Testing

/// The example as people have it: the built program, and a web browser.
@Suite(.serialized) struct `The messenger in a web browser` {
    /// Where its images are: in a store of its own, or in one that is set up.
    enum Place: String, CaseIterable, CustomTestStringConvertible {
        case own, docs, vault

        var testDescription: String { rawValue }
        var arguments: [String] { self == .own ? [] : ["--config", "config.toml", "--store", rawValue] }

        static let configuration = """
            [[store]]
            name = "docs"
            type = "directory"
            path = "docs"
            [[store]]
            name = "vault"
            type = "chunk"
            path = "vault.sqlite"
            """

        func store(in folder: String) throws -> any DataStore {
            switch self {
            case .own: try ChunkStore(name: "own", path: folder + "/messenger/images.sqlite")
            case .docs: try DirectoryStore(name: "docs", root: folder + "/docs")
            case .vault: try ChunkStore(name: "vault", path: folder + "/vault.sqlite")
            }
        }
    }

    private func withMessenger(
        _ place: Place, _ body: @Sendable (MessengerPage, String) async throws -> Void
    ) async throws {
        try await Chromium.with { chromium in
            let folder = chromium.folder
            try FileManager.default.createDirectory(atPath: folder + "/docs", withIntermediateDirectories: false)
            try Data(Place.configuration.utf8).write(to: URL(filePath: folder + "/config.toml"))
            try await MessengerPage.with(place.arguments, in: folder, chromium) { try await body($0, folder) }
        }
    }

    private func items(_ store: any DataStore) async throws -> [DataItem] {
        var items: [DataItem] = []
        for try await item in store.items() { items.append(item) }
        return items
    }

    @Test(.timeLimit(.minutes(3)), arguments: Place.allCases)
    func `sends a picture straight into the store and shows it from there`(place: Place) async throws {
        try await withMessenger(place) { messenger, folder in
            let picture = try await messenger.drawPicture(in: folder)
            try await messenger.enter("ada")
            try await messenger.post("Good evening from the hills.", image: picture)
            #expect(try await messenger.problem == "")
            #expect(try await messenger.newestPicture().width == 640)

            let store = try place.store(in: folder)
            let items = try await items(store)
            let item = try #require(items.first)
            #expect(items.count == 1 && item.key.text.hasPrefix("ada/"))
            let sum = try await Shell.run("md5sum < picture.png", in: folder).output.prefix(32)
            #expect(try await store.etag(of: item, progress: nil)?.value == String(sum))

            // Without an image it is no featured message; with one it still is, for whoever has not logged in too.
            try await messenger.post("Good night.")
            try await messenger.leave()
            try await messenger.page.click("#featured")
            try await messenger.page.wait(until: "document.querySelectorAll('article').length === 1")
            #expect(try await messenger.newestPicture().width == 640)
            #expect(messenger.page.complaints == [])
            // README's picture of it is made so: PERSISTY_TEST_SCREENSHOT=.github/messenger.png
            if place == .own, let file = ProcessInfo.processInfo.environment["PERSISTY_TEST_SCREENSHOT"] {
                try await messenger.page.click("#featured")
                try await messenger.enter("bob")
                try await messenger.page.wait(until: "document.querySelectorAll('article').length === 2")
                #expect(try await messenger.newestPicture().width == 640)
                try await messenger.page.picture(width: 680, height: 960).write(to: URL(filePath: file))
            }
        }
    }

    @Test(.timeLimit(.minutes(3)), arguments: Place.allCases)
    func `lets nobody write under the name of somebody else`(place: Place) async throws {
        try await withMessenger(place) { messenger, folder in
            try await messenger.enter("ada")
            try await messenger.leave()
            try await messenger.enter("bob")
            #expect(try await messenger.refusalOfForm(for: "ada/stolen.png").contains("does not allow that"))
            let refused = "The store refuses the image (404)."
            #expect(try await messenger.refusalOfForm(by: "bob", changedTo: "ada") == refused)
            #expect(try await items(place.store(in: folder)).isEmpty)
            // What was refused was the change: as it is, the same form is taken.
            #expect(try await messenger.refusalOfForm(by: "bob", changedTo: "bob") == "")
            #expect(try await items(place.store(in: folder)).map { $0.key.text.prefix(4) } == ["bob/"])
        }
    }

    @Test(.timeLimit(.minutes(3)))
    func `runs no script but its own, and shows what is said as what it is`() async throws {
        try await withMessenger(.own) { messenger, _ in
            try await messenger.enter("ada")
            try await messenger.post("<img src=x onerror=ran=1><b>bold")
            #expect(try await messenger.page.value("document.querySelectorAll('article b, article img').length") == 0)
            #expect(messenger.page.complaints == [])
            try await messenger.page.run(
                """
                await new Promise(refused => {
                  document.addEventListener('securitypolicyviolation', refused);
                  document.body.append(Object.assign(document.createElement('script'), { textContent: 'ran = 1' }));
                });
                """)
            #expect(try await messenger.page.value("typeof ran") == "undefined")
        }
    }

    @Test(.timeLimit(.minutes(3)))
    func `knows whoever signed up, by the right password alone`() async throws {
        try await withMessenger(.own) { messenger, _ in
            try await messenger.enter("ada")
            try await messenger.leave()
            try await messenger.page.type("ada", into: "#name")
            try await messenger.page.type("wrong horse ada", into: "#password")
            try await messenger.page.click("button[name=in]")
            try await messenger.page.wait(until: "$('problem').textContent")
            #expect(try await messenger.problem == "Name or password is wrong.")
            try await messenger.enter("ada", isNew: false)
        }
    }
}
