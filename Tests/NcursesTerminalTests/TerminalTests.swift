import CNcurses
import Glibc
import Testing

@testable import NcursesTerminal
@testable import TerminalUI

/// ncurses keeps one screen at a time for the process, so these run one after the other.
@Suite(.serialized) struct `A terminal` {
    static let environment = ["TERM": "xterm-256color"]

    static func theme(_ depth: ColorDepth = .palette256) throws -> Theme {
        try Theme.resolve([ThemeDefinition(slug: "test")], depth: depth).theme
    }

    static func browser(cursor: Int, first: Int = 0) -> CellBuffer {
        var cells = CellBuffer(size: Size(columns: 120, rows: 36))
        for pane in Rect(cells.size).columns(2) {
            cells.box(pane, role: .border)
            for (index, line) in pane.inset(by: 1).lines.prefix(33).enumerated() {
                let role: Role = index == cursor && pane.column == 0 ? .rowCursor : .row
                cells.draw("file-\(1000 + first + index).txt", in: line, role: role)
                cells.draw("\(first + index) KiB", in: line.cutRight(20).right, role: role, alignment: .trailing)
            }
        }
        return cells
    }

    @Test func `gives back the modes it took`() throws {
        let pty = try PseudoTerminal()
        let before = pty.settings
        var during: [UInt32] = []
        do {
            var terminal = try Terminal(input: pty.terminal, output: pty.terminal, environment: Self.environment)
            terminal.show(Self.browser(cursor: 0), cursor: nil, theme: try Self.theme())
            during = pty.settings
        }
        let written = String(decoding: pty.written(), as: UTF8.self)
        #expect(during != before && pty.settings == before)
        for mode in ["1000", "1002", "1006", "1004", "2004", "1049"] {
            let on = try #require(written.ranges(of: "\u{1B}[?\(mode)h").last, "\(mode)")
            let off = try #require(written.ranges(of: "\u{1B}[?\(mode)l").last, "\(mode)")
            #expect(on.lowerBound < off.lowerBound, "\(mode)")
        }
        let shown = try #require(written.ranges(of: "\u{1B}[?25h").last ?? written.ranges(of: "\u{1B}[?12l").last)
        #expect(written[shown.lowerBound...].contains("\u{1B}[?25l") == false)
        #expect(!written.contains("\u{1B}[c") && !written.contains("\u{1B}]11;?"))
    }

    @Test func `shows each cell as the buffer says`() throws {
        let pty = try PseudoTerminal(columns: 30, rows: 4)
        var terminal = try Terminal(input: pty.terminal, output: pty.terminal, environment: Self.environment)
        var cells = CellBuffer(size: Size(columns: 30, rows: 4))
        let theme = try Self.theme()
        let texts: [ShownText] = [
            "plain ─│▌✓", "日本 e\u{301} 한글", "👨\u{200D}👩\u{200D}👧 👍\u{1F3FD} 🇩🇪 ❤\u{FE0F}",
            "ends in a wide glyph: 1234567日",
        ]
        for (row, text) in texts.enumerated() {
            cells.draw(text, at: Point(column: 0, row: row), role: row == 2 ? .rowCursor : .text)
        }
        terminal.show(cells, cursor: nil, theme: theme)
        expectShown(cells, theme)
        cells.draw("本", at: Point(column: 1, row: 0), role: .error)
        cells.draw("x", at: Point(column: 1, row: 1), role: .error)
        terminal.show(cells, cursor: Point(column: 3, row: 1), theme: theme)
        expectShown(cells, theme)
    }

    private func expectShown(_ cells: CellBuffer, _ theme: Theme) {
        let window = cncurses_screen_window()
        for row in 0..<cells.size.rows {
            for column in 0..<cells.size.columns {
                let cell = cells[Point(column: column, row: row)]
                guard let scalar = cell.scalar else { continue }
                var drawn = cchar_t()
                mvwin_wch(window, Int32(row), Int32(column), &drawn)
                var text = [wchar_t](repeating: 0, count: 6)
                var attributes: attr_t = 0
                var short: Int16 = 0
                var pair: Int32 = 0
                getcchar(&drawn, &text, &attributes, &short, &pair)
                let wanted = [scalar] + cell.marks
                #expect(text.prefix { $0 != 0 }.map { UInt32($0) } == wanted.map(\.value), "\(row), \(column)")
                var foreground: Int32 = 0
                var background: Int32 = 0
                extended_pair_content(pair, &foreground, &background)
                #expect(foreground == Self.number(theme[cell.role].foreground))
                #expect(background == Self.number(theme[cell.role].background))
                #expect((attributes & CNCURSES_BOLD != 0) == theme[cell.role].attributes.contains(.bold))
            }
        }
    }

    private static func number(_ color: Color) -> Int32 {
        if case .palette(let index) = color { Int32(index) } else { -1 }
    }

    @Test func `sends few bytes for a step of the cursor and for a page`() throws {
        let pty = try PseudoTerminal()
        var terminal = try Terminal(input: pty.terminal, output: pty.terminal, environment: Self.environment)
        let theme = try Self.theme()
        terminal.show(Self.browser(cursor: 3), cursor: nil, theme: theme)
        let first = pty.written().count
        terminal.show(Self.browser(cursor: 4), cursor: nil, theme: theme)
        let step = pty.written()
        terminal.show(Self.browser(cursor: 4), cursor: nil, theme: theme)
        let nothing = pty.written().count
        terminal.show(Self.browser(cursor: 4, first: 33), cursor: nil, theme: theme)
        let page = pty.written()
        print(
            "bytes: first frame \(first), step \(step.count), same frame \(nothing), page of both panes \(page.count)")
        #expect(step.count <= 158 && nothing == 0)
        var one = CellBuffer(size: Size(columns: 120, rows: 36))
        terminal.show(one, cursor: nil, theme: theme)
        for page in 0..<2 {
            _ = pty.written()
            for row in 1...33 {
                one.draw("file-\(1000 + 33 * page + row).txt", at: Point(column: 2, row: row), role: .row)
            }
            terminal.show(one, cursor: nil, theme: theme)
        }
        let digits = pty.written().count
        print("bytes: page of 33 rows of changed digits \(digits)")
        #expect(digits <= 400)
    }

    @Test func `falls back where TERM is unknown, and says what is no terminal`() throws {
        let pty = try PseudoTerminal()
        do {
            let terminal = try Terminal(
                input: pty.terminal, output: pty.terminal, environment: ["TERM": "no-such-terminal"])
            let size = terminal.size
            #expect(size == Size(columns: 120, rows: 36))
        }
        let null = open("/dev/null", O_RDWR)
        defer { close(null) }
        #expect(throws: TerminalError.notATerminal) {
            _ = try Terminal(input: null, output: null, environment: Self.environment)
        }
    }

    @Test func `reads keys, mouse and pastes in one wake-up, and waits for the end of an Escape`() throws {
        let pty = try PseudoTerminal()
        var terminal = try Terminal(input: pty.terminal, output: pty.terminal, environment: Self.environment)
        pty.type("jj\u{1B}[<0;3;4M\u{1B}[200~x\u{1B}[201~\u{1B}")
        var inputs: [Input] = []
        while inputs.count < 5 { inputs += terminal.wait(upTo: 5000).inputs }
        #expect(
            inputs == [
                .key(.character("j")), .key(.character("j")),
                .mouse(Mouse(.pressed(.left), at: Point(column: 2, row: 3))),
                .paste("x"), .key(Key(.escape)),
            ]
        )
        let rest = terminal.wait(upTo: 0)
        #expect(rest == TerminalEvents())
    }

    @Test func `is woken by other threads, once for many calls`() throws {
        let pty = try PseudoTerminal()
        var terminal = try Terminal(input: pty.terminal, output: pty.terminal, environment: Self.environment)
        let waker = terminal.waker
        for _ in 0..<100 { waker.wake() }
        let event = terminal.wait().isWoken
        let rest = terminal.wait(upTo: 0)
        waker.wake()
        let again = terminal.wait().isWoken
        #expect(event && rest == TerminalEvents() && again)
    }

    @Test func `takes any size`() throws {
        let pty = try PseudoTerminal()
        var terminal = try Terminal(input: pty.terminal, output: pty.terminal, environment: Self.environment)
        let theme = try Self.theme()
        for (columns, rows) in [(1, 1), (500, 200), (2, 1), (80, 24)] as [(UInt16, UInt16)] {
            pty.resize(columns: columns, rows: rows)
            let size = terminal.resize()
            #expect(size == Size(columns: Int(columns), rows: Int(rows)))
            var cells = CellBuffer(size: terminal.size)
            cells.fill(Rect(cells.size), role: .row)
            cells.draw("日本語", at: Point(column: 0, row: 0), role: .row)
            terminal.show(cells, cursor: nil, theme: theme)
            terminal.show(Self.browser(cursor: 1), cursor: nil, theme: theme)
            _ = pty.written()
        }
    }

    @Test func `reports a line that is gone`() throws {
        let pty = try PseudoTerminal()
        var terminal = try Terminal(input: pty.terminal, output: pty.terminal, environment: Self.environment)
        pty.hangUp()
        let event = terminal.wait(upTo: 5000).isClosed
        #expect(event)
    }

    @Test func `copies to the clipboard without controls, through tmux too`() throws {
        let pty = try PseudoTerminal()
        var environment = Self.environment
        environment["TMUX"] = "/tmp/tmux,1,0"
        let terminal = try Terminal(input: pty.terminal, output: pty.terminal, environment: environment)
        _ = pty.written()
        let isSent = terminal.copyToClipboard("a\u{1B}\u{7}b\u{9B}é")
        let written = String(decoding: pty.written(), as: UTF8.self)
        #expect(written.hasPrefix("\u{1B}]52;c;YWLDqQ==\u{1B}\\\u{1B}Ptmux;\u{1B}\u{1B}]52"))
        let isTooLongSent = terminal.copyToClipboard(String(repeating: "x", count: 9000))
        #expect(isSent && !isTooLongSent)
    }

    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
    func `encodes as RFC 4648 does`(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
    }

    @Test func `folds colours that do not fit the terminal's pairs`() throws {
        let pty = try PseudoTerminal(columns: 20, rows: 2)
        let terminal = try Terminal(input: pty.terminal, output: pty.terminal, environment: ["TERM": "linux"])
        let depth = terminal.colorDepth
        #expect(depth == .palette16)
        var pairs = ColorPairs(colors: 8, limit: 4)
        for index in 0..<200 {
            let style = Style(foreground: .palette(UInt8(index)), background: .palette(UInt8(index / 3)))
            #expect((0..<4).contains(pairs.look(of: style).pair))
        }
    }

    @Test func `runs a body on a thread of its own`() async throws {
        let result = await withTerminalThread { pthread_self() }
        #expect(try pthread_equal(result.get(), pthread_self()) == 0)
        struct Failure: Error {}
        let failed = await withTerminalThread { throw Failure() }
        #expect(throws: Failure.self) { try failed.get() }
    }
}
