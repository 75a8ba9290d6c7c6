import Browser
import PersistyData
import PersistyTestSupport
import PersistyTransfer
import TerminalUI
import Testing

/// A name from outside, on every screen that shows one: it moves nothing but its own row, and no terminal obeys it.
@Suite struct `Hostile names` {
    /// A screen that names what is under the cursor.
    enum Screen: CaseIterable {
        case pane, marked, inspector, rename, viewer, filter, plan, deletion, problem, transfers
    }

    static let size = Size(columns: 100, rows: 24)
    static let empty = Result { try Sample.model(columns: size.columns, rows: size.rows) }

    @Test(arguments: Screen.allCases)
    func `are drawn without a scalar that a terminal obeys`(screen: Screen) async throws {
        for hostile in HostileKey.all {
            guard let model = try await model(screen, hostile.bytes) else { continue }
            let text = view(model).cells.description
            let unsafe = firstUnsafeScalar(in: text)
            #expect(unsafe == nil, "\(hostile.testDescription): \(unsafe.debugDescription)")
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count <= Self.size.rows, "\(hostile.testDescription) makes lines of its own")
        }
    }

    @Test(arguments: ["k", "漢"]) func `however long leave room for what else is known of the item`(
        letter: String
    ) throws {
        var model = try Sample.model(columns: 80, rows: 24)
        let name = String(repeating: letter, count: 1024 / letter.utf8.count)
        _ = model.update(.listed(.left, listing: model.panes.left.listing.id, Sample.names([name])))
        try model.press("i")
        #expect(model.screen.contains("Store ") && model.screen.contains("Size "))
    }

    @Test(arguments: [Screen.pane, .rename, .inspector])
    func `change no line but those that show them`(screen: Screen) async throws {
        var drawn: [[UInt8]: [Substring]] = [:]
        for hostile in HostileKey.all {
            let name = lastComponent(hostile.bytes)
            let width = ShownText(String(decoding: name, as: UTF8.self)).columns
            guard String(validating: name, as: UTF8.self) != nil, (1...30) ~= width,
                let shown = try await model(screen, hostile.bytes)
            else { continue }
            // What differs between two harmless names of this width shows the name.
            var harmless: [[Substring]] = []
            for letter in ["q", "z"] {
                let bytes = hostile.bytes.dropLast(name.count) + String(repeating: letter, count: width).utf8
                if drawn[Array(bytes)] == nil {
                    drawn[Array(bytes)] = lines(try #require(try await model(screen, Array(bytes))))
                }
                harmless.append(drawn[Array(bytes)] ?? [])
            }
            for (index, line) in lines(shown).enumerated() where harmless[0][index] == harmless[1][index] {
                #expect(line == harmless[0][index], "\(hostile.testDescription) changes line \(index)")
            }
        }
    }

    private func lines(_ model: Model) -> [Substring] {
        view(model).cells.description.split(separator: "\n", omittingEmptySubsequences: false)
    }

    private func lastComponent(_ bytes: [UInt8]) -> [UInt8] {
        Array(bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).last ?? [])
    }

    /// The screen on a listing of that name; `nil` where nothing can be so named, or not on this screen.
    private func model(_ screen: Screen, _ bytes: [UInt8]) async throws -> Model? {
        let name = lastComponent(bytes)
        guard !name.isEmpty, !name.contains(0) else { return nil }
        var model = try Self.empty.get()
        for side in Side.allCases {
            var batch = ItemBatch()
            name.withUnsafeBufferPointer { batch.append(name: $0, kind: .item) }
            batch.setLast(size: 3, time: Sample.now.nanoseconds - 1_000_000_000)
            let id = model.panes[side].listing.id
            _ = model.update(.listed(side, listing: id, batch))
            _ = model.update(.listingEnded(side, listing: id, .complete))
        }
        let text = String(decoding: name, as: UTF8.self)
        switch screen {
        case .pane: return model
        case .marked:
            try model.press("space", "y")
            return model
        case .filter:
            try model.press("f")
            _ = model.update(.input(.paste(text), over: nil, at: Sample.now))
            return model
        case .problem:
            _ = model.update(.failed(DataError(.forbidden, text, hint: text, key: text, store: text)))
            try model.press("!")
            return model
        case .transfers:
            let status = TransferStatus(
                id: TransferID(1), kind: .copy, sourceStore: text, sourceFolder: .root, destinationStore: text,
                destinationFolder: .root, first: text, selected: 1)
            _ = model.update(.transfers(TransferSnapshot([status])))
            try model.press("w")
            return model
        case .inspector, .rename, .viewer, .plan, .deletion: break
        }
        guard let key = try? DataKey(bytes: bytes) else { return nil }
        let source = MemoryStore(name: "here")
        var options = WriteOptions()
        // Not by the name's extension, which harmless names have not.
        options.attributes.contentType = "text/plain"
        var item = try await source.write(key, DataReader("abc".utf8), options)
        item.updatedAt = Sample.now
        switch screen {
        case .inspector:
            try model.press("i")
            let id = try #require(model.inspector?.id)
            let facts = [DataFact("Fact", text), DataFact(text, "value")]
            _ = model.update(.inspected(id, .success(Inspection(item: item, facts: facts))))
        case .rename: try model.press("r")
        case .viewer:
            for effect in try model.press("f3") {
                guard case .view(let id, _, _, _, _, _) = effect else { continue }
                _ = model.update(.viewed(id, .success(ViewedBytes(offset: 0, bytes: bytes, item: item))))
            }
        case .plan:
            let destination = MemoryStore(name: "vault")
            _ = try await destination.write(key, "abcd".utf8)
            let request = TransferRequest(.copy, [.item(item)], of: source, base: key.folder, to: destination)
            var plan = try await TransferPlanner.plan(request)
            if plan.conflicts.isEmpty {
                // The name alone finds nothing there: the same plan to where it lies.
                let inside = TransferRequest(
                    .copy, [.item(item)], of: source, base: key.folder, to: destination, folder: key.folder)
                plan = try await TransferPlanner.plan(inside)
            }
            for effect in try model.press("f5") {
                guard case .plan(let id, _) = effect else { continue }
                _ = model.update(.planned(id, .success(plan)))
            }
            try model.press("e")
        case .deletion:
            let plan = try await DeletionPlanner.plan(source, [.item(item)], base: key.folder)
            for effect in try model.press("d") {
                guard case .planDeletion(let id, _, _, _) = effect else { continue }
                _ = model.update(.deletionPlanned(id, .success(plan)))
            }
        case .pane, .marked, .filter, .problem, .transfers: break
        }
        return model
    }
}
