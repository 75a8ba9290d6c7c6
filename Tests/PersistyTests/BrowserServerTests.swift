import Browser
import Foundation
import PersistyConfiguration
import PersistyData
import PersistyHosting
import Testing

@testable import persisty

/// The server that the browser is, used as others use it: by curl.
@Suite struct `Links that the browser honours` {
    /// Runs curl on a thread of its own: those that tests run on are the server's too.
    private func curl(_ arguments: String...) async throws -> (status: Int32, output: String) {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        try Spawned.run(
                            ["curl", "--silent", "--fail"] + arguments, environment: ["PATH": "/usr/bin:/bin"])
                    })
            }
        }
    }

    @Test func `are good while it runs, where no server is set up`() async throws {
        let store = MemoryStore(name: "vault")
        try await store.write(try DataKey("a"), "text".utf8)
        let server = BrowserServer(nil, state: "/nowhere")
        let walk = try await Walk(store, server: server)
        await walk.settle()
        try await walk.press("j", "U")
        #expect(walk.screen.contains("This browser honours it until it is quit"))
        try await walk.press("c")
        let url = try #require(walk.copied.last)
        #expect(try await curl(url).output == "text")
        #expect(try await curl("--range", "1-2", url).output == "ex")
        await server.end()
        #expect(try await curl(url).status != 0)
    }

    @Test func `bring items in, which is watched`() async throws {
        let store = MemoryStore(name: "vault")
        let server = BrowserServer(nil, state: "/nowhere")
        let walk = try await Walk(store, server: server)
        await walk.settle()
        try walk.begin("I")
        await walk.wait {
            guard case .link(let link) = $0.sheet else { return false }
            return link.watch == .waiting
        }
        guard case .link(let link) = walk.model.sheet, let url = try link.answer?.get().shownURL else {
            return #expect(Bool(false), "there is no link")
        }
        #expect(try await curl("--request", "PUT", "--data-binary", "it came", url).status == 0)
        await walk.wait {
            guard case .link(let link) = $0.sheet, case .arrived = link.watch else { return false }
            return true
        }
        #expect(try await store.read(try link.uploadKey())?.size == 7)
        #expect(try await curl("--request", "PUT", "--data-binary", "it came", url).status != 0, "a link is used once")
        await server.end()
    }

    @Test func `of two browsers open nothing of each other`() async throws {
        var urls: [String] = []
        let servers = [BrowserServer(nil, state: "/nowhere"), BrowserServer(nil, state: "/nowhere")]
        for server in servers {
            let store = MemoryStore(name: "vault")
            try await store.write(try DataKey("a"), "text".utf8)
            let entry = StoreEntry(id: 0, name: "vault", kind: "directory", location: "/vault", capabilities: [])
            let factory = try await server.factory(of: entry, store, nil, among: [entry])
            #expect(factory.isServedHere && factory.isLocal)
            urls.append(try await factory.url(for: Link(.get, DataKey("a")), nil).url)
        }
        let hosts = urls.map { $0.split(separator: "/")[1] }
        #expect(hosts[0] != hosts[1])
        for url in urls { #expect(try await curl(url).output == "text") }
        let crossed = urls[0].replacing(hosts[0], with: hosts[1])
        #expect(try await curl(crossed).status != 0)
        for server in servers { await server.end() }
    }

    @Test func `have names that no other store has`() async throws {
        let configured = StoreEntry(id: 0, name: "docs", kind: "directory", location: "/docs", capabilities: [])
        var entries = [configured]
        for (id, path) in ["/a/docs", "/b/docs", "/"].enumerated() {
            entries.append(
                StoreEntry(
                    id: id + 1, name: path == "/" ? "/" : "docs", kind: "directory", location: path, capabilities: [],
                    origin: .path))
        }
        let server = BrowserServer(nil, state: "/nowhere")
        var names: [Substring] = []
        for entry in entries.dropFirst() + entries.dropFirst() {
            let store = MemoryStore(name: entry.name)
            try await store.write(try DataKey("a"), entry.location.utf8)
            let url = try await server.factory(of: entry, store, nil, among: entries)
                .url(for: Link(.get, DataKey("a")), nil).url
            #expect(try await curl(url).output == entry.location)
            names.append(url.split(separator: "/")[3])
        }
        #expect(names == ["docs-2", "docs-3", "root", "docs-2", "docs-3", "root"])
        await server.end()
    }

    @Test func `are plain addresses too, of a store that is public`() async throws {
        let store = MemoryStore(name: "left")
        try await store.write(try DataKey("a"), "text".utf8)
        let server = BrowserServer(nil, state: "/nowhere")
        let entry = StoreEntry(id: 0, name: "left", kind: "directory", location: "/left", capabilities: [])
        var set = StoreConfiguration(name: "left", kind: .directory(DirectoryConfiguration(path: "/left")))
        let closed = try await server.factory(of: entry, store, set, among: [entry])
        #expect(closed.openAddress(try DataKey("a")) == nil)
        set.isPublic = true
        let factory = try await server.factory(of: entry, store, set, among: [entry])
        #expect(try await curl(#require(factory.openAddress(DataKey("a")))).output == "text")
        await server.end()
    }

    @Test func `are those of the server that is set up, and of another program that has its list`() async throws {
        let scene = try Scene()
        let lines = await scene.run("keys", "new", "k1").lines.joined(separator: "\n")
        let store = MemoryStore(name: "left")
        try await store.write(try DataKey("a"), "text".utf8)
        let entry = StoreEntry(id: 0, name: "left", kind: "directory", location: "/left", capabilities: [])
        // Another program may have a port.
        for port in 8931..<9031 {
            try scene.file("config/persisty/server.toml", lines + "\nport = \(port)\n")
            let server = try #require(
                try ConfigurationFile.read(
                    path: scene.path + "/config/persisty/server.toml", environment: [:], currentDirectory: scene.path
                ).configuration.server)
            let set = StoreConfiguration(name: "left", kind: .directory(DirectoryConfiguration(path: "/left")))
            let other = MemoryStore(name: "right")
            try await other.write(try DataKey("b"), "other".utf8)
            let alsoSet = StoreConfiguration(name: "right", kind: .directory(DirectoryConfiguration(path: "/right")))
            let first = BrowserServer(server, state: scene.path + "/state") { [(alsoSet, other)] }
            let second = BrowserServer(server, state: scene.path + "/state")
            let here: LinkFactory
            do throws(DataError) {
                here = try await first.factory(of: entry, store, set, among: [entry])
            } catch {
                try #require(error.reason == "link.port")
                continue
            }
            let there = try await second.factory(of: entry, store, set, among: [entry])
            #expect(here.isServedHere && !there.isServedHere)
            let url = try await there.url(for: Link(.get, DataKey("a")), nil).url
            #expect(url.hasPrefix("http://127.0.0.1:\(port)/s/left/a?t="))
            #expect(try await curl(url).output == "text")
            // A link that was signed before, for a store that nothing was asked of yet.
            let signer = HostedLinkSigner(
                store: "right", server: HostedAddress(server), keys: try await HostedLinks(server).keys)
            let earlier = try #require(try await signer.sign([Link(.get, DataKey("b"))]).first).get()
            #expect(try await curl(earlier.url).output == "other")
            await #expect { _ = try await second.factory(of: entry, store, nil, among: [entry]) } throws: {
                ($0 as? DataError)?.code == .unsupported
            }
            await first.end()
            await second.end()
            return
        }
        Issue.record("no port is free")
    }
}
