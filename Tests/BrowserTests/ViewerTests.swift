import Browser
import PersistyData
import TerminalUI
import Testing

@Suite struct `The viewer` {
    /// Contents that wrap, widen and break in every way.
    static let contents: [(name: String, bytes: [UInt8])] = [
        ("short lines", Array((0..<400).map { "line \($0)\n" }.joined().utf8)),
        ("no last newline", Array("one\ntwo\n\n\nfive".utf8)), ("newlines only", Array(repeating: 10, count: 50)),
        ("wrapped", Array((0..<60).map { String(repeating: "word\($0) ", count: $0) + "\n" }.joined().utf8)),
        ("wide", Array((0..<60).map { String(repeating: "長い行", count: $0 % 37) + "\n" }.joined().utf8)),
        ("tabs and returns", Array((0..<80).map { "a\t\($0)\tb\tccccccccccc\r\n" }.joined().utf8)),
        (
            "emoji and accents",
            Array((0..<80).map { "👩‍🚀e\u{301}\u{302}\u{303}🇩🇪\($0)" + ($0 % 3 == 0 ? "\n" : "") }.joined().utf8)
        ),
        ("exactly full", Array((0..<50).map { _ in String(repeating: "x", count: 20) + "\n" }.joined().utf8)),
        ("control", Array((0..<60).map { "\u{1b}[31mred\u{7}\($0)\n" }.joined().utf8)), ("one byte", [65]),
    ]

    static var random: (name: String, bytes: [UInt8]) {
        var random = Splits(state: 11)
        return ("random bytes", (0..<3000).map { _ in UInt8.random(in: 0...255, using: &random) })
    }

    private func viewer(_ bytes: [UInt8], mode: Viewer.Mode) throws -> Viewer {
        let key = try DataKey("x")
        var viewer = Viewer(id: 1, store: 0, key: key)
        viewer.take(ViewedBytes(offset: 0, bytes: bytes, item: DataItem(key: key, size: Int64(bytes.count))))
        viewer.mode = mode
        return viewer
    }

    /// Every line of the content, from the start.
    private func starts(_ viewer: Viewer, columns: Int) -> [Int64] {
        viewer.lines(columns: columns, rows: .max).map(\.offset)
    }

    @Test(arguments: (contents + [random]).map(\.name), [1, 7, 20, 80])
    func `goes down and up again over the same lines`(name: String, columns: Int) throws {
        let bytes = try #require((Self.contents + [Self.random]).first { $0.name == name }).bytes
        var viewer = try viewer(bytes, mode: .text)
        let starts = starts(viewer, columns: columns)
        #expect(Set(starts).count == starts.count && starts.first == 0)
        for start in starts {
            #expect(viewer.top == start)
            viewer.scroll(by: 1, columns: columns)
        }
        // Random bytes may have a line longer than is looked back; all others go back exactly as they came.
        for start in starts.dropLast().reversed() {
            viewer.scroll(by: -1, columns: columns)
            #expect(viewer.top == start, "\(name)")
        }
        viewer.scroll(by: -1, columns: columns)
        #expect(viewer.top == 0)
    }

    @Test(arguments: (contents + [random]).map(\.name), [7, 80])
    func `shows the end with the last line in the last row`(name: String, columns: Int) throws {
        let bytes = try #require((Self.contents + [Self.random]).first { $0.name == name }).bytes
        var viewer = try viewer(bytes, mode: .text)
        let starts = starts(viewer, columns: columns)
        viewer.goToEnd(columns: columns, rows: 9)
        #expect(viewer.lines(columns: columns, rows: 9).map(\.offset) == Array(starts.suffix(9)))
    }

    @Test(arguments: [1, 7, 20, 80])
    func `shows no line wider than the screen, and every byte of the content once`(columns: Int) throws {
        for content in Self.contents + [Self.random] {
            let viewer = try viewer(content.bytes, mode: .text)
            for line in viewer.lines(columns: columns, rows: .max) {
                #expect(line.text.columns <= max(columns, 8), "\(content.name)")
                #expect(!line.text.text.unicodeScalars.contains { $0.value < 0x20 })
            }
        }
    }

    @Test func `shows bytes and offsets in hex, and begins so with binary content`() throws {
        let bytes = (0..<1000).map { UInt8($0 & 0xff) }
        var viewer = try viewer(bytes, mode: .hex)
        let lines = viewer.lines(columns: 80, rows: 3)
        #expect(lines[1].offset == 16)
        #expect(lines[1].text.text.hasPrefix("00000010  10 11 12 13 14 15 16 17  18 19 1a"))
        viewer.scroll(by: 1000, columns: 80)
        #expect(viewer.top == 992)
        viewer.goToEnd(columns: 80, rows: 10)
        #expect(viewer.top == (63 - 10) * 16)
        viewer.scroll(by: -1000, columns: 80)
        #expect(viewer.top == 0)
        var model = try Sample.filled()
        guard case .view(let id, _, let key, _, 0, _)? = try model.press("j", "j", "f3").first else {
            return #expect(Bool(false))
        }
        _ = model.update(
            .viewed(id, .success(ViewedBytes(offset: 0, bytes: bytes, item: DataItem(key: key, size: 1000)))))
        #expect(model.screen.contains("00000000  00 01 02 03"))
        try model.press("tab")
        guard case .viewer(let shown) = model.sheet else { return #expect(Bool(false)) }
        #expect(shown.mode == .text)
        try model.press("escape")
        #expect(model.sheet == nil)
    }

    @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 240, rows: 70), Size(columns: 500, rows: 200)])
    func `reads stretches of a long item as it is scrolled, never the whole and never for ever`(size: Size) throws {
        let whole = Array((0..<200_000).map { "line \($0)\n" }.joined().utf8)
        var model = try Sample.filled()
        _ = model.update(.resized(size))
        var effects = try model.press("j", "j", "f3")
        let key = try DataKey("2026-10-ledger.parquet")
        var reads = 0
        func answer() throws {
            while let effect = effects.last, case .view(let id, _, _, _, let offset, let count) = effect {
                reads += 1
                try #require(reads < 500 && count <= 8 << 20)
                let part = Array(whole[Int(offset)..<min(whole.count, Int(offset) + count)])
                effects = model.update(
                    .viewed(
                        id,
                        .success(
                            ViewedBytes(
                                offset: offset, bytes: part, item: DataItem(key: key, size: Int64(whole.count))))))
            }
        }
        func firstLine() -> String? {
            guard case .viewer(let viewer) = model.sheet else { return nil }
            return viewer.lines(columns: size.columns, rows: 1).first?.text.text
        }
        try answer()
        let page = size.rows - 3
        for number in 1...200 {
            effects = try model.press("pagedown")
            try answer()
            #expect(firstLine() == "line \(number * page)")
        }
        effects = try model.press("G")
        try answer()
        #expect(model.screen.contains("line 199999") && model.screen.contains("100 %"))
        #expect(firstLine() == "line \(200_000 - (size.rows - 2))")
        for _ in 0..<10 {
            effects = try model.press("pageup")
            try answer()
        }
        #expect(firstLine() == "line \(200_000 - (size.rows - 2) - 10 * page)")
    }

    @Test func `does not ask again for ever for bytes that an item has lost`() throws {
        var model = try Sample.filled()
        var effects = try model.press("j", "j", "f3")
        let key = try DataKey("2026-10-ledger.parquet")
        var reads = 0
        while case .view(let id, _, _, _, let offset, _)? = effects.last, reads < 10 {
            reads += 1
            effects = model.update(
                .viewed(id, .success(ViewedBytes(offset: offset, bytes: [65], item: DataItem(key: key, size: 1 << 30))))
            )
        }
        #expect(reads < 10)
    }
}
