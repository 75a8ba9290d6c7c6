import Browser
import NIOCore
import PersistyConfiguration
import PersistyData
import PersistyOpening
import PersistyTransfer
import Synchronization
import TerminalUI
import Testing

@testable import persisty

/// The browser without a terminal: its model, what carries out its effects, and its stores.
///
/// Nothing sleeps: a walk goes on when no effect is under way and no message waits.
final class Walk {
    var model: Model
    let runner: EffectRunner
    let engine = TransferEngine()
    private let inbox: Inbox
    private let posts: AsyncStream<Void>
    private(set) var copied: [String] = []
    private(set) var hasQuit = false
    /// How often each item's validator was asked for; the rows that effects named.
    private(set) var askedForETags: [[DataKey]] = []

    /// - Parameter server: What honours links to the stores; without one nobody does.
    init(
        _ stores: any DataStore..., server: BrowserServer? = nil, columns: Int = 120, rows: Int = 36
    ) async throws {
        let byName = Dictionary(uniqueKeysWithValues: stores.map { ($0.name, $0) })
        let opener = StoreOpener(
            directory: { name, path throws(DataError) in
                guard let store = byName[name] else {
                    throw DataError(.unavailable, "The folder “\(path)” is not there.", store: name)
                }
                return store
            },
            chunk: { name, _ throws(DataError) in throw DataError(.unavailable, "No database.", store: name) },
            s3: { name, _ throws(DataError) in throw DataError(.unavailable, "No service.", store: name) })
        let configurations = (stores.map(\.name) + ["gone"]).map {
            StoreConfiguration(name: $0, kind: .directory(DirectoryConfiguration(path: "/\($0)")))
        }
        let (posts, posted) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let inbox = Inbox { posted.yield() }
        let open = OpenStores(configurations, opener: opener, home: "/", currentDirectory: "/")
        let browserStores = BrowserStores(open) { inbox.post(.storeChanged($0)) }
        let places = PlaceResolver(stores: browserStores, home: "/", currentDirectory: "/")
        let links = StoreLinks(
            stores: browserStores, factories: LinkFactories(open, server: nil), server: server)
        runner = EffectRunner(stores: browserStores, links: links, places: places, engine: engine) { inbox.post($0) }
        (self.inbox, self.posts) = (inbox, posts)
        let settings = Model.Settings(keymap: try Keymap<Action>.browser(), themes: ["terminal"], theme: "terminal")
        model = Model(
            stores: await browserStores.all, left: Browser.Place(store: 0),
            right: Browser.Place(store: min(1, stores.count - 1)), settings: settings, now: .now)
        _ = model.update(.resized(Size(columns: columns, rows: rows)))
        carryOut(model.start())
    }

    private func carryOut(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .copyText(let text, _): copied.append(text)
            case .quit: hasQuit = true
            case .etagsInView(_, _, _, let rows, _):
                askedForETags.append(rows.map(\.key))
                runner.run(effect)
            default: runner.run(effect)
            }
        }
    }

    private func drain() -> Bool {
        let messages = inbox.drain()
        for message in messages { carryOut(model.update(message)) }
        return !messages.isEmpty
    }

    /// Goes on until nothing is under way.
    func settle() async {
        while true {
            _ = drain()
            await runner.idle()
            for status in await engine.snapshot().transfers where !status.state.isEnded {
                _ = await engine.wait(for: status.id)
            }
            let snapshot = await engine.snapshot()
            if snapshot != model.transfers { inbox.post(.transfers(snapshot)) }
            if !drain() { return }
        }
    }

    /// Goes on until something is so, with effects under way that do not end.
    func wait(until isSo: (Model) -> Bool) async {
        var posts = posts.makeAsyncIterator()
        while !isSo(model) {
            if !drain() { await posts.next() }
        }
    }

    func press(_ keys: String...) async throws {
        for notation in keys {
            for key in try Key.sequence(notation) {
                carryOut(model.update(.input(.key(key), over: nil, at: model.now)))
            }
            await settle()
        }
    }

    /// Presses keys without waiting for what comes of them.
    func begin(_ keys: String...) throws {
        for notation in keys {
            for key in try Key.sequence(notation) {
                carryOut(model.update(.input(.key(key), over: nil, at: model.now)))
            }
        }
    }

    func type(_ text: String) async {
        for scalar in text.unicodeScalars {
            carryOut(model.update(.input(.key(Key(.character(scalar))), over: nil, at: model.now)))
        }
        await settle()
    }

    func names(_ side: Side) -> [String] {
        model.panes[side].rows.compactMap { model.panes[side].listing.name($0) }
    }

    func cursorName(_ side: Side) -> String? {
        model.panes[side].cursorRow.flatMap { model.panes[side].listing.name($0) }
    }

    var screen: String { Browser.view(model).cells.description }
}

/// A memory store with one call in it that does not end until its task is cancelled.
final class HeldStore: DataStore {
    enum Call { case list, read }

    let memory: MemoryStore
    let held: Call

    init(_ name: String, holding held: Call) {
        memory = MemoryStore(name: name)
        self.held = held
    }

    var name: String { memory.name }
    var kind: String { memory.kind }
    var capabilities: DataCapabilities { memory.capabilities }
    var limits: DataLimits { memory.limits }

    private static func hold() async throws(DataError) {
        for await _ in AsyncStream<Void>.makeStream().stream {}
        throw .cancelled(store: nil)
    }

    func read(_ key: DataKey) async throws(DataError) -> DataItem? { try await memory.read(key) }

    func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader {
        guard held == .read else { return try await memory.reader(of: item, range: range) }
        let parts = Mutex(1)
        return DataReader(size: item.size) { () throws(DataError) in
            let isFirst = parts.withLock { parts in
                defer { parts = 0 }
                return parts > 0
            }
            if !isFirst { try await Self.hold() }
            return ByteBuffer(string: "begun")
        }
    }

    func write(_ key: DataKey, _ bytes: DataReader, _ options: WriteOptions) async throws(DataError) -> DataItem {
        try await memory.write(key, bytes, options)
    }

    func delete(_ keys: [DataKey], _ options: DeleteOptions) async throws(DataError) -> [Result<Bool, DataError>] {
        try await memory.delete(keys, options)
    }

    func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage {
        try await memory.search(query, pageKey: pageKey, limit: limit)
    }

    func list(_ query: DataQuery, attributes: Bool) -> DataListing {
        let listing = memory.list(query, attributes: attributes)
        guard held == .list else { return listing }
        return DataListing { () throws(DataError) in
            guard let batch = try await listing.next() else {
                try await Self.hold()
                return nil
            }
            return batch
        }
    }
}
