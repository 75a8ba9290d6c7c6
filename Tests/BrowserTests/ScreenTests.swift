import Browser
import Foundation
import PersistyData
import TerminalUI
import Testing

@Suite struct `Screens` {
    enum Screen: String, CaseIterable {
        case browser, marked, inspector, help, deletePrompt = "rename", filter, drag, problem, stores, empty, transfers

        func model(_ size: Size) throws -> Model {
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
            case .help: try model.press("?")
            case .deletePrompt: try model.press("j", "j", "r")
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
            }
            return model
        }
    }

    static let sizes = [(120, 36), (80, 24), (60, 16), (40, 12), (20, 5)].map { Size(columns: $0.0, rows: $0.1) }

    @Test(arguments: Screen.allCases, sizes)
    func `look as recorded`(screen: Screen, size: Size) throws {
        let cells = view(try screen.model(size)).cells
        try expectRecorded(cells.description + "\n", named: "\(screen.rawValue)/\(size.columns)x\(size.rows).txt")
    }

    @Test func `show what each cell is for`() throws {
        let cells = view(try Screen.marked.model(Size(columns: 80, rows: 24))).cells
        try expectRecorded(cells.roleDescription + "\n", named: "marked/80x24.roles.txt")
    }

    @Test(arguments: Screen.allCases)
    func `are drawn at every size from 1×1 on without a cell outside or half a glyph`(screen: Screen) throws {
        var model = try screen.model(Size(columns: 120, rows: 36))
        for columns in Array(1...26) + [39, 40, 59, 60, 69, 70, 80, 99, 100, 120, 199, 500] {
            for rows in Array(1...13) + [17, 18, 24, 36, 60, 200] {
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
