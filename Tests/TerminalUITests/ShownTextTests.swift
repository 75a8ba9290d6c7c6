import Foundation
import Testing

@testable import TerminalUI

@Suite struct `Shown text` {
    @Test(arguments: [
        ("plain.txt", "plain.txt"), ("", ""), ("a\\b", "a\\\\b"), ("\u{1B}[2J", "\\u{1b}[2J"),
        ("line\nbreak", "line\\u{a}break"), (" x ", "\\u{20}x\\u{20}"), ("a b", "a b"), ("日本", "日本"),
        ("e\u{301}", "e\u{301}"), ("\u{301}e", "\\u{301}e"), ("a\u{202E}b", "a\\u{202e}b"), ("\u{A0}", "\\u{a0}"),
        ("a\u{300}\u{301}\u{302}\u{303}\u{304}", "a\u{300}\u{301}\u{302}\u{303}\\u{304}"),
        ("\u{2764}\u{FE0F}", "\u{2764}\u{FE0F}"), ("a\u{FE0F}", "a\\u{fe0f}"),
        ("👨\u{200D}👩", "👨\u{200D}👩"), ("a\u{200D}b", "a\\u{200d}b"), ("\u{E000}", "\\u{e000}"),
    ])
    func `escapes what a terminal must not see`(hostile: String, shown: String) {
        #expect(Array(ShownText(hostile).text.unicodeScalars) == Array(shown.unicodeScalars))
    }

    @Test(
        arguments: [
            ([0xFF], "\\xff"), ([0x61, 0xC3], "a\\xc3"), ([0xC0, 0x80], "\\xc0\\x80"),
            ([0xED, 0xA0, 0x80], "\\xed\\xa0\\x80"), ([0xF4, 0x90, 0x80, 0x80], "\\xf4\\x90\\x80\\x80"),
            ([0x00], "\\u{0}"),
        ] as [([UInt8], String)])
    func `spells bytes that are not UTF-8`(bytes: [UInt8], shown: String) {
        #expect(ShownText(bytes: bytes).text == shown)
    }

    @Test func `agrees with the corpus on every hostile key, and never merges two`() throws {
        guard let keys = Corpus.lines("hostile_keys.txt") else { return }
        #expect(keys.count >= 344)
        var seen: [ShownText: String] = [:]
        for key in keys {
            let id = try #require(key["id"] as? String)
            let encoded = try #require(key["b64"] as? String)
            let bytes = try #require(Data(base64Encoded: encoded))
            let shown = ShownText(bytes: bytes)
            let wanted = try #require(key["safe"] as? String)
            if bytes.count <= 300 {
                #expect(Array(shown.text.utf8) == Array(wanted.utf8), "\(id)")
            }
            #expect(seen.updateValue(id, forKey: shown) == nil, "\(id) looks like another")
            for scalar in shown.text.unicodeScalars where scalar.value != 0x200D && scalar.value != 0xFE0F {
                #expect(ScalarClass(scalar) != .unsafe && scalar.properties.generalCategory != .control, "\(id)")
            }
        }
    }

    @Test func `escapes what is interpolated and not what is literal`() {
        let name = "\u{1B}]0;x"
        let shown: ShownText = "F5 copy “\(name)” \(3)\\"
        #expect(shown.text == "F5 copy “\\u{1b}]0;x” 3\\")
    }

    @Test func `tells two normal forms apart`() {
        #expect(ShownText("\u{E9}") != ShownText("e\u{301}"))
        #expect(Set([ShownText("\u{E9}"), ShownText("e\u{301}")]).count == 2)
        #expect(ShownText(spelling: "\u{E9}").text == "\\u{e9}")
    }

    @Test(arguments: [
        ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👨\u{200D}👩\u{200D}👧", 2), ("👍\u{1F3FD}", 2), ("\u{2764}\u{FE0F}", 1),
        ("🇩🇪", 1), ("각", 2), ("ᄀ\u{1161}", 2), ("\u{1161}", 1), ("ｱ", 1), ("Ａ", 2), ("", 0), ("─▌✓→", 4),
    ])
    func `knows its columns`(text: String, columns: Int) {
        #expect(TextWidth.columns(of: text) == columns)
        #expect(ShownText(safe: text).columns == columns)
    }

    @Test func `is cut at glyphs, with its ending kept where asked`() {
        let name = ShownText("quarterly-report.parquet")
        #expect(name.cut(to: 10).text == "quarterly…")
        #expect(name.cutMiddle(to: 13).text == "quarterl…quet")
        #expect(name.cutStart(to: 9).text == "….parquet".suffix(9).description || name.cutStart(to: 9).columns == 9)
        #expect(ShownText("日本語").cut(to: 4).text == "日…")
        #expect(ShownText("日本語").cutStart(to: 4).text == "…語")
        #expect(name.cut(to: 0).isEmpty && name.cut(to: -1).isEmpty)
        #expect(name.cut(to: 24) == name)
        #expect(ShownText("ab").padded(to: 4).text == "ab  ")
    }

    @Test func `never exceeds the columns it is fitted to`() {
        var dice = Dice(state: 1)
        let letters = ["a", "日", "e\u{301}", "👍\u{1F3FD}", " ", "-"]
        for _ in 0..<2000 {
            let text = ShownText(
                safe: (0..<Int.random(in: 0...12, using: &dice)).map { _ in letters.randomElement(using: &dice) ?? "" }
                    .joined())
            let limit = Int.random(in: 0...9, using: &dice)
            for fitted in [text.cut(to: limit), text.cutMiddle(to: limit), text.cutStart(to: limit)] {
                let isTrue = fitted.columns <= limit && fitted.columns == TextWidth.columns(of: fitted.text)
                if !isTrue { Issue.record("\(text) in \(limit): \(fitted)") }
            }
            guard limit >= 2 else { continue }
            if text.wrapped(to: limit).contains(where: { $0.columns > limit }) { Issue.record("\(text) in \(limit)") }
        }
    }

    @Test func `wraps at words, and inside words that are too long`() {
        #expect(ShownText("the quick brown fox").wrapped(to: 9).map(\.text) == ["the quick", "brown fox"])
        #expect(ShownText("incomprehensible").wrapped(to: 6).map(\.text) == ["incomp", "rehens", "ible"])
        #expect(ShownText("").wrapped(to: 5).map(\.text) == [""])
        #expect(ShownText("日本語").wrapped(to: 1).count == 3)
    }
}
