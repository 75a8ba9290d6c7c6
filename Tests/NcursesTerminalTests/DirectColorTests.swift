import Testing

@testable import NcursesTerminal
@testable import TerminalUI

@Suite struct `Colours of red, green and blue without a name in the terminal's description` {
    private func applied(_ colors: DirectColors, _ text: String) -> String {
        Array(text.utf8).withUnsafeBytes { String(decoding: colors.applied(to: $0), as: UTF8.self) }
    }

    @Test func `take the place of the numbers that stand for them`() {
        var colors = DirectColors()
        #expect(colors.number(of: .rgb(1, 22, 133)) == 16)
        #expect(colors.number(of: .palette(200)) == 17)
        #expect(colors.number(of: .rgb(1, 22, 133)) == 16)
        #expect(
            applied(colors, "\u{1B}[38;5;16ma\u{1B}[48;5;17mb\u{1B}[48;5;16m")
                == "\u{1B}[38;2;1;22;133ma\u{1B}[48;5;200mb\u{1B}[48;2;1;22;133m")
    }

    @Test(arguments: [
        "\u{1B}[38;5;15m", "\u{1B}[38;5;17m", "\u{1B}[58;5;16m", "\u{1B}[38;5;16;1m", "\u{1B}[38;5;", "\u{1B}[38;5;16",
        "\u{1B}[0;10m", "\u{1B}", "38;5;16m", "\u{1B}[38;5;99999999999999999999m", "日本",
    ])
    func `leave all else as it is`(text: String) {
        var colors = DirectColors()
        _ = colors.number(of: .rgb(1, 2, 3))
        #expect(applied(colors, text) == text)
    }

    @Test func `are at most as many as there are numbers`() {
        var colors = DirectColors()
        let numbers = (0...255).map { colors.number(of: .rgb(UInt8($0), 0, 0)) }
        #expect(numbers.compactMap(\.self).count == 240 && numbers.last == .some(nil))
    }

    @Test(
        arguments: [
            (["COLORTERM": "truecolor"], true), (["COLORTERM": "24bit"], true), (["COLORTERM": "yes"], false),
            ([:], false),
            (["COLORTERM": "truecolor", "STY": "1.pts"], false),
            (["COLORTERM": "truecolor", "TMUX": "/tmp/x,1,0"], true),
        ] as [([String: String], Bool)])
    func `are believed in as other programs do, but not inside GNU screen`(
        environment: [String: String], isPromised: Bool
    ) {
        #expect(DirectColors.arePromised(by: environment) == isPromised)
    }
}

extension `A terminal` {
    private static func theme(row: String, depth: ColorDepth) throws -> Theme {
        var definition = ThemeDefinition(slug: "direct")
        definition.roles["row"] = ThemeDefinition.RoleValue(foreground: .text(row), background: .text("#102030"))
        return try Theme.resolve([definition], depth: depth).theme
    }

    @Test func `shows colours exactly where COLORTERM promises them, and those of the next theme after it`() throws {
        let pty = try PseudoTerminal(columns: 20, rows: 2)
        var environment = Self.environment
        environment["COLORTERM"] = "truecolor"
        var terminal = try Terminal(input: pty.terminal, output: pty.terminal, environment: environment)
        let depth = terminal.colorDepth
        #expect(depth == .direct)
        var cells = CellBuffer(size: Size(columns: 20, rows: 2))
        cells.draw("text", at: Point(column: 0, row: 0), role: .row)
        for color in ["#fa70c1", "#e0f0d0"] {
            _ = pty.written()
            let theme = try Self.theme(row: color, depth: depth)
            terminal.show(cells, cursor: nil, theme: theme)
            let written = String(decoding: pty.written(), as: UTF8.self)
            guard case .rgb(let red, let green, let blue) = theme[.row].foreground else {
                Issue.record("the theme has no exact colour")
                return
            }
            #expect(written.contains("\u{1B}[38;2;\(red);\(green);\(blue)m"))
            #expect(written.contains("\u{1B}[48;2;16;32;48m") && written.contains("text"))
            #expect(!written.contains("38;5;") && !written.contains("48;5;"))
        }
    }

    @Test(arguments: [["COLORTERM": "truecolor", "NO_COLOR": "1"], ["COLORTERM": "truecolor", "TERM": "linux"], [:]])
    func `keeps to the colours it has where it must`(more: [String: String]) throws {
        let pty = try PseudoTerminal(columns: 20, rows: 2)
        let environment = Self.environment.merging(more) { $1 }
        let terminal = try Terminal(input: pty.terminal, output: pty.terminal, environment: environment)
        let depth = terminal.colorDepth
        #expect(depth != .direct)
    }
}
