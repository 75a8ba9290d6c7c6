import Browser
import PersistyData
import TerminalUI
import Testing

@Suite struct `A QR code on the screen` {
    /// Dark where row and column are both even.
    private let code = QRCode(side: 21, isDark: (0..<441).map { $0 / 21 % 2 == 0 && $0 % 21 % 2 == 0 })

    @Test func `has two modules a cell, and an edge of four`() throws {
        let lines = try #require(code.lines(in: Size(columns: 80, rows: 24), .unicode))
        #expect(lines.count == 15 && lines.allSatisfy { $0.columns == 29 })
        #expect(lines[1].text.allSatisfy { $0 == " " })
        #expect(lines[2].text.hasPrefix("    ▀ ▀ ▀"))
    }

    @Test func `has an edge of two where there is no more room`() throws {
        #expect(try #require(code.lines(in: Size(columns: 25, rows: 13), .unicode)).count == 13)
        #expect(code.lines(in: Size(columns: 25, rows: 12), .unicode) == nil)
    }

    @Test func `is drawn in ASCII where that is asked for`() throws {
        let lines = try #require(code.lines(in: Size(columns: 60, rows: 30), .ascii))
        #expect(lines.count == 29 && lines[4].text.hasPrefix("        ##  ##"))
    }

    @Test func `says how much room it needs`() throws {
        var (model, order) = try Sample.linked()
        try model.answer(Sample.signed(order))
        guard case .encode(let id, _)? = try model.press("q").first else { return #expect(Bool(false)) }
        _ = model.update(.encoded(id, QRCode(side: 97, isDark: Array(repeating: true, count: 97 * 97))))
        #expect(model.screen.contains("needs a terminal of 101×52; this one has 120×24"))
        try model.press("escape")
        #expect(model.screen.contains("Method"))
        _ = model.update(.encoded(id, nil))
        #expect(model.screen.contains("too long for any QR code"))
    }
}
