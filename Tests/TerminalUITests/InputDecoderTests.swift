import Testing

@testable import TerminalUI

@Suite struct `The input decoder` {
    static let sequences: [(String, String)] = [
        ("a", "a"), ("é", "é"), ("\r", "enter"), ("\t", "tab"), ("\u{7F}", "backspace"), ("\u{8}", "backspace"),
        ("\u{3}", "ctrl-c"), ("\0", "ctrl-space"), ("\u{1C}", "ctrl-\\"), ("\u{1B}x", "alt-x"), ("\u{1B}é", "alt-é"),
        ("\u{1B}[A", "up"), ("\u{1B}OA", "up"), ("\u{1B}[1;5C", "ctrl-right"), ("\u{1B}[1;2D", "shift-left"),
        ("\u{1B}[1;3A", "alt-up"), ("\u{1B}\u{1B}[A", "alt-up"), ("\u{1B}[H", "home"), ("\u{1B}OF", "end"),
        ("\u{1B}[1~", "home"), ("\u{1B}[7~", "home"), ("\u{1B}[8~", "end"), ("\u{1B}[2~", "insert"),
        ("\u{1B}[3~", "delete"), ("\u{1B}[3;5~", "ctrl-delete"), ("\u{1B}[5~", "pageup"),
        ("\u{1B}[6;3~", "alt-pagedown"),
        ("\u{1B}OP", "f1"), ("\u{1B}[P", "f1"), ("\u{1B}[11~", "f1"), ("\u{1B}[[A", "f1"), ("\u{1B}[[E", "f5"),
        ("\u{1B}[15~", "f5"), ("\u{1B}[15;2~", "shift-f5"), ("\u{1B}[17~", "f6"), ("\u{1B}[1;2R", "shift-f3"),
        ("\u{1B}O2R", "shift-f3"), ("\u{1B}[21~", "f10"), ("\u{1B}[24~", "f12"), ("\u{1B}[25~", "f13"),
        ("\u{1B}[34~", "f20"), ("\u{1B}[57387u", "f24"), ("\u{1B}[23$", "shift-f11"), ("\u{1B}[11^", "ctrl-f1"),
        ("\u{1B}[Z", "shift-tab"), ("\u{1B}[a", "shift-up"), ("\u{1B}Oa", "ctrl-up"), ("\u{1B}OM", "enter"),
        ("\u{1B}Oj", "*"), ("\u{1B}[27u", "escape"), ("\u{1B}[97;5u", "ctrl-a"), ("\u{1B}[97:65;2u", "A"),
        ("\u{1B}[97;2u", "A"), ("\u{1B}[27;5;105~", "ctrl-i"), ("\u{1B}[13;2u", "shift-enter"),
        ("\u{1B}[57399u", "0"), ("\u{1B}\r", "alt-enter"), ("\u{1B}\u{7F}", "alt-backspace"),
    ]

    @Test(arguments: sequences) func `knows`(bytes: String, notation: String) throws {
        var decoder = InputDecoder()
        #expect(decoder.decode(bytes.utf8) == [.key(try Key(notation: notation))])
        #expect(!decoder.isWaiting)
    }

    @Test(arguments: [
        "\u{1B}[?62;22c", "\u{1B}]11;rgb:1e1e/1e1e/2e2e\u{1B}\\", "\u{1B}]52;c;YWJj\u{7}", "\u{1B}P1+r524742\u{1B}\\",
        "\u{1B}[?997;2n", "\u{1B}[24;80R", "\u{1B}[?2026;2$y", "\u{1B}[97;1:3u", "\u{1B}[1;1:3A", "\u{1B}[201~",
        "\u{1B}_Gi=1;OK\u{1B}\\",
        "\u{1B}[>0;276;0c", "\u{1B}[99999999999999999999;1~",
    ])
    func `swallows replies and releases`(bytes: String) {
        var decoder = InputDecoder()
        #expect(decoder.decode(bytes.utf8).isEmpty)
        #expect(decoder.decode("a".utf8) == [.key(.character("a"))])
    }

    @Test(arguments: [
        ("\u{1B}[<0;10;5M", Mouse(.pressed(.left), at: Point(column: 9, row: 4))),
        ("\u{1B}[<0;10;5m", Mouse(.released(.left), at: Point(column: 9, row: 4))),
        ("\u{1B}[<32;270;6M", Mouse(.dragged(.left), at: Point(column: 269, row: 5))),
        ("\u{1B}[<35;1;1M", Mouse(.moved, at: Point(column: 0, row: 0))),
        ("\u{1B}[<2;4;4M", Mouse(.pressed(.right), at: Point(column: 3, row: 3))),
        ("\u{1B}[<18;4;4M", Mouse(.pressed(.right), at: Point(column: 3, row: 3), .control)),
        ("\u{1B}[<4;4;4M", Mouse(.pressed(.left), at: Point(column: 3, row: 3), .shift)),
        ("\u{1B}[<64;3;3M", Mouse(.scrolled(.up), at: Point(column: 2, row: 2))),
        ("\u{1B}[<65;3;3M", Mouse(.scrolled(.down), at: Point(column: 2, row: 2))),
        ("\u{1B}[<66;3;3M", Mouse(.scrolled(.left), at: Point(column: 2, row: 2))),
        ("\u{1B}[M !!", Mouse(.pressed(.left), at: Point(column: 0, row: 0))),
        ("\u{1B}[M#\"!", Mouse(.released(.left), at: Point(column: 1, row: 0))),
        ("\u{1B}[M@!\"", Mouse(.dragged(.left), at: Point(column: 0, row: 1))),
        ("\u{1B}[M`!!", Mouse(.scrolled(.up), at: Point(column: 0, row: 0))),
    ])
    func `reads the mouse`(bytes: String, mouse: Mouse) {
        var decoder = InputDecoder()
        #expect(decoder.decode(bytes.utf8) == [.mouse(mouse)])
    }

    @Test func `keeps a burst of mouse reports in order`() {
        var decoder = InputDecoder()
        let burst = "\u{1B}[<0;2;2M\u{1B}[<32;3;2M\u{1B}[<32;4;2M\u{1B}[<0;4;2m"
        let actions = decoder.decode(burst.utf8).compactMap {
            if case .mouse(let mouse) = $0 { mouse.action } else { nil }
        }
        #expect(actions == [.pressed(.left), .dragged(.left), .dragged(.left), .released(.left)])
    }

    @Test func `never runs a paste as keys, and bounds it`() {
        var decoder = InputDecoder()
        let text = "rm -rf /\r\u{1B}[A\u{1B}[20\u{3}"
        #expect(decoder.decode("\u{1B}[200~\(text)\u{1B}[201~j".utf8) == [.paste(text), .key(.character("j"))])
        let huge = Array(repeating: UInt8(ascii: "x"), count: 3 << 20)
        let inputs = decoder.decode(Array("\u{1B}[200~".utf8) + huge + Array("\u{1B}[201~".utf8))
        guard case .paste(let kept)? = inputs.first else { return #expect(Bool(false)) }
        #expect(kept.utf8.count == 1 << 20 && inputs.count == 1)
    }

    @Test func `tells focus`() {
        var decoder = InputDecoder()
        #expect(decoder.decode("\u{1B}[I\u{1B}[O".utf8) == [.focus(true), .focus(false)])
    }

    @Test func `takes a lone Escape for the key once the wait is over`() {
        var decoder = InputDecoder()
        #expect(decoder.decode([0x1B]).isEmpty && decoder.isWaiting)
        #expect(decoder.expire() == [.key(Key(.escape))] && !decoder.isWaiting)
        #expect(decoder.decode("x".utf8) == [.key(.character("x"))])
        _ = decoder.decode([0x1B, 0x1B])
        #expect(decoder.expire() == [.key(Key(.escape)), .key(Key(.escape))])
    }

    @Test(arguments: [("[A", Key(.up)), ("OA", Key(.up)), ("[1;5C", Key(.right, .control))])
    func `joins a sequence that a slow line cut after its Escape`(tail: String, key: Key) {
        var decoder = InputDecoder()
        _ = decoder.decode([0x1B])
        #expect(decoder.expire() == [.key(Key(.escape))])
        #expect(decoder.decode(tail.utf8) == [.key(key)])
    }

    @Test func `lets a bracket be typed after Escape`() {
        var decoder = InputDecoder()
        _ = decoder.decode([0x1B])
        _ = decoder.expire()
        #expect(decoder.decode("[".utf8).isEmpty && decoder.isWaiting)
        #expect(decoder.expire() == [.key(.character("["))])
        _ = decoder.decode([0x1B])
        _ = decoder.expire()
        _ = decoder.forget()
        #expect(decoder.decode("[A".utf8) == [.key(.character("[")), .key(.character("A"))])
    }

    @Test func `does not take the late rest of a report for typing`() {
        var decoder = InputDecoder()
        _ = decoder.decode("\u{1B}[<0;10".utf8)
        #expect(decoder.expire().isEmpty)
        #expect(decoder.decode(";5M".utf8) == [.mouse(Mouse(.pressed(.left), at: Point(column: 9, row: 4)))])
        _ = decoder.decode("\u{1B}[<0;10".utf8)
        _ = decoder.expire()
        _ = decoder.forget()
        #expect(decoder.decode("j".utf8) == [.key(.character("j"))])
    }

    @Test func `swallows bytes that are not UTF-8 and nothing else`() {
        var decoder = InputDecoder()
        let bytes: [UInt8] = [0xFF, 0x61, 0xC3, 0x62, 0xE2, 0x82, 0x63, 0xC2, 0x9B, 0x64]
        #expect(decoder.decode(bytes) == "abcd".unicodeScalars.map { .key(.character($0)) })
    }

    @Test func `gives the same input however the bytes are split`() {
        var dice = Dice(state: 42)
        let pieces =
            Self.sequences.map { Array($0.0.utf8) } + [
                Array("\u{1B}[200~".utf8), Array("\u{1B}[201~".utf8), Array("\u{1B}[<0;1;1M".utf8), [0x1B],
                [0x1B, 0x5B], [0xFF], [0xC3], [0x9B],
            ]
        for round in 0..<10_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...6, using: &dice) {
                if Bool.random(using: &dice) {
                    bytes += pieces.randomElement(using: &dice) ?? []
                } else {
                    bytes.append(.random(in: 0...255, using: &dice))
                }
            }
            var whole = InputDecoder()
            let expected = whole.decode(bytes)
            var split = InputDecoder()
            var inputs: [Input] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...rest.count, using: &dice)
                inputs += split.decode(rest.prefix(count))
                rest = rest.dropFirst(count)
            }
            let isSame = inputs == expected && split.expire() == whole.expire() && whole.forget() == split.forget()
            if !isSame || whole.isWaiting { Issue.record("round \(round): \(bytes)") }
        }
    }
}
