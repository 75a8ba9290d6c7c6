import Browser
import Foundation
import PersistyData
import PersistyTransfer
import TerminalUI
import Testing

@Suite struct `Screens` {
    enum Screen: String, CaseIterable {
        case browser, marked, inspector, help, rename, filter, drag, problem, stores, empty, transfers
        case plan, conflicts, conflict, deletion, quit, viewerText = "viewer-text", viewerHex = "viewer-hex"
        case progress, ascii, loading, failed, sequence, complaint
        case special, refusals, deletionOfLinks = "deletion-of-links"
        case link, linkRefused = "link-refused", linkHostile = "link-hostile", incoming, code

        func model(_ size: Size) async throws -> Model {
            var model = try Sample.filled(columns: size.columns, rows: size.rows)
            switch self {
            case .browser: break
            case .marked: try model.press("j", "space", "space", "v", "j", "j", "v", "s s")
            case .inspector:
                try model.press("j", "j", "i")
                let key = try DataKey("2026-10-ledger.parquet")
                let item = DataItem(
                    key: key, size: 432_851_904, updatedAt: Timestamp(seconds: Sample.now.seconds - 172_800),
                    etag: Sample.etag(key.text),
                    attributes: DataAttributes(contentType: "application/vnd.apache.parquet"))
                if let id = model.inspector?.id {
                    let facts = [DataFact("Mode", "-rw-r--r-- (0644)"), DataFact("Owner", "ada:staff")]
                    _ = model.update(.inspected(id, .success(Inspection(item: item, facts: facts))))
                }
            case .special:
                model = try Sample.special(columns: size.columns, rows: size.rows)
                try model.goTo("link")
                try model.press("i")
                if let id = model.inspector?.id {
                    let file = SpecialFile(
                        key: try DataKey("link"), kind: .link, target: Array("../else\u{1b}where".utf8))
                    let facts = [DataFact("Kind", "link"), DataFact("Mode", "lrwxrwxrwx (777)")]
                    _ = model.update(.inspected(id, .success(Inspection(item: nil, special: file, facts: facts))))
                }
            case .refusals, .deletionOfLinks:
                model = try await Sample.planned(self == .refusals ? "f5" : "d", size)
            case .link, .linkRefused, .incoming, .code: try openLink(&model)
            case .linkHostile:
                let name = "evil\u{1b}[31m\u{202e}\"><img src=x>;rm -rf $(pwd)'.csv"
                model = try Sample.hostile(name, columns: size.columns, rows: size.rows)
            case .help: try model.press("?")
            case .rename: try model.press("j", "j", "r")
            case .filter:
                try model.press("f")
                model.type("led")
            case .drag:
                model.mouse(.pressed(.left), 6, 6)
                model.mouse(.dragged(.left), size.columns * 3 / 4, 4)
            case .problem:
                _ = model.update(
                    .failed(
                        DataError(
                            .forbidden, "The file cannot be read: permission denied.", hint: "Ask its owner.",
                            key: "evil\u{1b}[31m\u{202e}name", store: "here")))
                try model.press("!")
            case .stores: try model.press("g s")
            case .empty:
                model = try Sample.model(columns: size.columns, rows: size.rows)
                for side in Side.allCases {
                    _ = model.update(.listingEnded(side, listing: model.panes[side].listing.id, .complete))
                }
            case .transfers:
                _ = model.update(.transfers(Sample.running))
                try model.press("w")
            case .plan, .conflicts, .conflict, .deletion: try await openSheet(&model, size)
            case .quit:
                _ = model.update(.transfers(Sample.running))
                try model.press("q")
            case .viewerText, .viewerHex: try openViewer(&model)
            case .progress:
                _ = model.update(.transfers(Sample.running))
            case .ascii:
                model.settings.glyphs = .ascii
                try model.press("j", "space")
                _ = model.update(.transfers(Sample.running))
            case .loading, .failed: model = try arriving(size)
            case .sequence: try model.press("s")
            case .complaint:
                try model.press("j", "j", "r", "ctrl-u")
                model.type("a/b")
                try model.press("enter")
            }
            return model
        }

        private func openSheet(_ model: inout Model, _ size: Size) async throws {
            switch self {
            case .conflicts, .conflict:
                model = try await Sample.conflicting(columns: size.columns, rows: size.rows)
                if self == .conflict { try model.press("e") }
            case .deletion:
                try model.press("j", "j")
                guard case .planDeletion(let id, _, let selected, _)? = try model.press("d").first else { return }
                let store = MemoryStore(name: "here", now: { Sample.now })
                let key = try DataKey(selected.first?.name ?? "")
                try await store.write(key, "text".utf8)
                let plan = try await DeletionPlanner.plan(store, [.key(key)], base: .root)
                _ = model.update(.deletionPlanned(id, .success(plan)))
            default:
                try model.press("j", "j")
                guard case .plan(let id, let order)? = try model.press("f5").first else { return }
                _ = model.update(.planned(id, .success(try await Sample.plan(order))))
            }
        }

        private func openLink(_ model: inout Model) throws {
            switch self {
            case .incoming:
                guard case .sign(_, _, .addresses(let links), _)? = try model.press("I").last else { return }
                try model.answer(Sample.signed(links))
            case .linkRefused:
                try model.press("j", "j", "U")
                let error = DataError(
                    .unavailable, "Links are to be served on port 8899, which another program has.",
                    hint: "Stop that one, or set another port in [server].")
                _ = model.update(.signed(model.request ?? 0, .failure(error)))
            default:
                guard case .sign(_, _, .addresses(let links), _)? = try model.press("j", "j", "U").last else { return }
                try model.answer(Sample.signed(links, endingAfter: 1920))
                guard self == .code, case .encode(let id, _)? = try model.press("q").first else { return }
                _ = model.update(
                    .encoded(id, QRCode(side: 29, isDark: (0..<841).map { $0 / 29 * 7 + $0 % 29 * 3 & 5 > 1 })))
            }
        }

        private func openViewer(_ model: inout Model) throws {
            guard case .view(let id, _, let key, _, _, _)? = try model.press("j", "j", "f3").first else { return }
            let text = "id,name,amount\n1,Käthe,12.50\n2,日本,9\t(with a tab)\n\u{1b}[31mnot red\u{7}\n"
            let bytes = Array((text + (3..<90).map { "\($0),row,\($0 * 7)\n" }.joined()).utf8)
            let item = DataItem(key: key, size: Int64(bytes.count))
            _ = model.update(.viewed(id, .success(ViewedBytes(offset: 0, bytes: bytes, item: item))))
            if self == .viewerHex { try model.press("tab") }
        }

        private func arriving(_ size: Size) throws -> Model {
            var model = try Sample.model(columns: size.columns, rows: size.rows)
            let id = model.panes.left.listing.id
            _ = model.update(
                .listed(.left, listing: id, Sample.names((0..<4000).map { "event-\($0 * 7919 % 4000).json" })))
            guard self == .failed else { return model }
            let error = DataError(
                .forbidden, "The folder cannot be read: permission denied.", hint: "Ask its owner.", store: "vault")
            _ = model.update(.listingEnded(.right, listing: model.panes.right.listing.id, .failed(error)))
            return model
        }
    }

    static let sizes = [(120, 36), (80, 24), (60, 16), (40, 12), (20, 5)].map { Size(columns: $0.0, rows: $0.1) }

    @Test(arguments: Screen.allCases, sizes)
    func `look as recorded`(screen: Screen, size: Size) async throws {
        let cells = view(try await screen.model(size)).cells
        try expectRecorded(cells.description + "\n", named: "\(screen.rawValue)/\(size.columns)x\(size.rows).txt")
    }

    @Test func `show what each cell is for`() async throws {
        let cells = view(try await Screen.marked.model(Size(columns: 80, rows: 24))).cells
        try expectRecorded(cells.roleDescription + "\n", named: "marked/80x24.roles.txt")
    }

    @Test(arguments: Screen.allCases)
    func `are drawn at every size from 1×1 on without a cell outside or half a glyph`(screen: Screen) async throws {
        var model = try await screen.model(Size(columns: 120, rows: 36))
        for columns in [1, 2, 3, 4, 8, 12, 19, 20, 21, 22, 23, 39, 40, 59, 60, 69, 70, 80, 99, 100, 120, 199, 500] {
            for rows in columns > 200 ? [1, 24, 200] : [1] + Array(3...13) + [17, 18, 24, 36, 60] {
                let size = Size(columns: columns, rows: rows)
                _ = model.update(.resized(size))
                let frame = view(model)
                #expect(frame.cells.size == size)
                for line in frame.cells.description.split(separator: "\n", omittingEmptySubsequences: false) {
                    #expect(ShownText(stringLiteral: String(line)).columns <= columns)
                }
            }
        }
    }

    private func expectRecorded(_ text: String, named name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Screens")
        let file = folder.appending(path: name)
        if ProcessInfo.processInfo.environment["RECORD"] != nil {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let recorded = try String(contentsOf: file, encoding: .utf8)
        #expect(text == recorded, "\(name) looks otherwise; RECORD=1 records it anew")
    }
}
