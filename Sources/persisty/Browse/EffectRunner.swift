import Browser
import Logging
import NIOPosix
import PersistyData
import PersistyTransfer
import Synchronization
import TerminalUI

/// Carries out effects, and posts what comes of them.
///
/// Work that a later request of the same kind replaces has a name: beginning it again cancels the former.
final class EffectRunner: Sendable {
    enum Name: Hashable {
        case listing(Side), etags(Side), digest, plan, inspection, viewer, attributes, measure, kept, links, watch
    }

    let stores: BrowserStores
    let links: StoreLinks
    let places: PlaceResolver
    let engine: TransferEngine
    let history: HistoryFile?
    let threads: NIOThreadPool
    let logger: Logger
    let post: @Sendable (Message) -> Void
    private let tasks = Mutex<[Name: Task<Void, Never>]>([:])
    private let underWay = Mutex(UnderWay())

    private struct UnderWay {
        var count = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    init(
        stores: BrowserStores, links: StoreLinks, places: PlaceResolver, engine: TransferEngine,
        history: HistoryFile? = nil,
        threads: NIOThreadPool = .singleton, logger: Logger = .silent, post: @escaping @Sendable (Message) -> Void
    ) {
        self.stores = stores
        self.links = links
        self.places = places
        self.engine = engine
        self.history = history
        self.threads = threads
        self.logger = logger
        self.post = post
    }

    /// Begins an effect; those that need the terminal are not for here.
    func run(_ effect: Effect) {
        switch effect {
        case .list(let side, let id, let place): start(.listing(side)) { await self.list(side, id, place) }
        case .stopListing(let side): cancel(.listing(side))
        case .arrange(let side, let listing, let arrangement, let id, let former, let covered):
            begin { await self.arrange(side, listing, arrangement, id, former: former, covered: covered) }
        case .attributesInView(let side, let id, let place, let batch, let rows, let wanted, let inside):
            begin { await self.attributes(side, id, place, batch, rows, wanted: wanted, inside: inside) }
        case .attributesOfBatch(let side, let id, let place, let batch, let rows):
            begin { await self.attributes(side, id, place, batch, rows, wanted: nil, inside: Array(0..<rows.count)) }
        case .etagsInView(let side, let id, let place, let rows, let ahead):
            start(.etags(side)) { await self.etags(side, id, place, rows, ahead: ahead) }
        case .openStores: begin { await self.stores.openAll() }
        case .openText(let side, let text, let base): begin { await self.open(side, text, base) }
        case .keepHistory(let places): begin { await self.keep(places) }
        case .openAbove(let side, let store): begin { await self.openAbove(side, store) }
        case .inspect(let id, let store, let key): start(.inspection) { await self.inspect(id, store, key) }
        case .digest(let id, let store, let item, let algorithms):
            start(.digest) { await self.digest(id, store, item, algorithms) }
        case .cancelDigest: cancel(.digest)
        case .view(let id, let store, let key, let item, let offset, let count):
            start(.viewer) { await self.view(id, store, key, item, offset, count) }
        case .plan(let id, let order): start(.plan) { await self.plan(id, order) }
        case .planDeletion(let id, let place, let selected, let refused):
            start(.plan) { await self.planDeletion(id, place, selected, refusing: refused) }
        case .cancelPlan: cancel(.plan)
        case .start(let plan, let resolution): begin { await self.engine.start(plan, resolving: resolution) }
        case .startDeletion(let plan):
            logger.note(plan)
            begin { await self.engine.start(plan) }
        case .cancelTransfer(let id): begin { await self.engine.cancel(id) }
        case .rename(let place, let selected, let name): begin { await self.rename(place, selected, name) }
        case .createFolder(let place, let name): begin { await self.createFolder(place, name) }
        case .readAttributes(let id, let store, let keys):
            start(.attributes) { await self.readAttributes(id, store, keys) }
        case .changeAttributes(let id, let place, let items, let edit):
            start(.attributes) { await self.changeAttributes(id, place, items, edit) }
        case .cancelAttributes: cancel(.attributes)
        case .measure(let id, let place, let selected): start(.measure) { await self.measure(id, place, selected) }
        case .cancelMeasure: cancel(.measure)
        case .listKept(let id, let subject): start(.kept) { await self.listKept(id, subject) }
        case .cancelKept: cancel(.kept)
        case .restore(let id, let subject, let key, let version):
            begin { await self.restore(id, subject, key, version) }
        case .deleteVersion(let id, let subject, let key, let version):
            begin { await self.deleteVersion(id, subject, key, version) }
        case .endUpload(let id, let subject, let upload): begin { await self.endUpload(id, subject, upload) }
        case .sign(let id, let store, let order, let soon):
            start(.links) { await self.sign(id, store, order, soon: soon) }
        case .cancelLinks:
            cancel(.links)
            cancel(.watch)
        case .encode(let id, let text): begin { self.post(.encoded(id, QRCode(text))) }
        case .saveLinks(let id, let text, let path): begin { await self.saveLinks(id, text, path) }
        case .watch(let id, let store, let key, let replacing):
            start(.watch) { await self.watch(id, store, key, replacing: replacing) }
        case .cancelWatch: cancel(.watch)
        case .copyText, .chooseTheme, .redraw, .suspend, .quit: break
        }
    }

    private func keep(_ places: PlaceHistory) async {
        guard let history else { return }
        try? await threads.runIfActive { history.write(places) }
    }

    /// Ends whatever is named and under way.
    func cancelAll() {
        let all = tasks.withLock { tasks in
            defer { tasks = [:] }
            return Array(tasks.values)
        }
        for task in all { task.cancel() }
    }

    private func start(_ name: Name, _ work: @escaping @Sendable () async -> Void) {
        let former = tasks.withLock { $0.updateValue(begin(work), forKey: name) }
        former?.cancel()
    }

    @discardableResult
    private func begin(_ work: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        underWay.withLock { $0.count += 1 }
        return Task {
            await work()
            let waiting = underWay.withLock { underWay in
                underWay.count -= 1
                guard underWay.count == 0 else { return [CheckedContinuation<Void, Never>]() }
                defer { underWay.waiting = [] }
                return underWay.waiting
            }
            for continuation in waiting { continuation.resume() }
        }
    }

    /// Waits until no effect is under way. Transfers that were begun go on in their engine.
    func idle() async {
        await withCheckedContinuation { continuation in
            let isIdle = underWay.withLock { underWay in
                if underWay.count > 0 { underWay.waiting.append(continuation) }
                return underWay.count == 0
            }
            if isIdle { continuation.resume() }
        }
    }

    private func cancel(_ name: Name) { tasks.withLock { $0.removeValue(forKey: name) }?.cancel() }

    /// Runs `body` and tells the person when it fails.
    func reporting(_ body: () async throws(DataError) -> Void) async {
        do throws(DataError) { try await body() } catch { post(.failed(error)) }
    }
}
