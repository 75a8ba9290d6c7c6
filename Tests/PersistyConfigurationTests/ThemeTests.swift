import Foundation
import TerminalUI
import Testing

@testable import PersistyConfiguration

@Suite struct `A hostile theme` {
    @Test(arguments: CorpusCase.all("hostile_themes"))
    func `is treated as the corpus says`(_ hostile: CorpusCase) throws {
        let sandbox = Sandbox()
        sandbox.folder("themes")
        var text = Sandbox.bytes(of: CorpusCase.folder("hostile_themes") + "/" + hostile.file)
        // Its rows and cursor are `row` and `row.cursor` here.
        if hostile.file == "contrast_cursor_same.toml" {
            text = Array(
                String(decoding: text, as: UTF8.self).replacing("[roles.cursor]", with: "[roles.row.cursor]").utf8)
        }
        sandbox.file("themes/" + hostile.file, text)
        let name = String(hostile.file.dropLast(".toml".count))

        let start = ContinuousClock.now
        let outcome = Result { () throws(ConfigurationError) in
            try ThemeLibrary(folder: sandbox.path + "/themes").load(name, depth: .direct)
        }
        #expect(ContinuousClock.now - start < .seconds(2))

        switch (outcome, hostile.code) {
        case (.failure(let error), let code):
            #expect(error.code.rawValue == code, "\(error)")
            if let line = hostile.expect.firstMatch(of: /line (\d+)/)?.1 { #expect(error.position?.line == Int(line)) }
            if let name = hostile.expect.firstMatch(of: /did you mean (\w+)/)?.1 {
                // Both spellings of grey are names.
                #expect(error.message.replacing("gray", with: "grey").contains("“\(name)”?"), "\(error)")
            }
            #expect(!error.description.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202e })
        case (.success(let loaded), let code?) where hostile.expect.hasPrefix("warning"):
            #expect(loaded.warnings.contains { $0.message.contains(code) }, "\(loaded.warnings)")
        case (.success, _):
            #expect(hostile.expect.hasPrefix("ok"), "expected \(hostile.expect)")
        }
    }
}

@Suite struct `A theme` {
    @Test func `is found in the person's folder before the built-in ones`() throws {
        let sandbox = Sandbox()
        sandbox.folder("themes")
        sandbox.file("themes/mine.toml", "name = \"Mine\"\ninherits = \"theirs\"\n[roles]\nerror = \"green\"\n".utf8)
        sandbox.file("themes/theirs.toml", "name = \"Changed\"\n".utf8)
        let library = ThemeLibrary(
            folder: sandbox.path + "/themes", builtIn: ["theirs": "name = \"Theirs\"", "other": ""])
        #expect(library.names() == ["mine", "other", "theirs"])
        #expect(try library.definition("theirs").name == "Changed")
        #expect(try library.definition("other").name == "other")
        let theme = try library.load("mine", depth: .palette16).theme
        #expect(theme.name == "Mine")
        #expect(theme[.error].foreground == .palette(2))
    }

    @Test func `that inherits a faulty one names the faulty one's file and line`() throws {
        let sandbox = Sandbox()
        sandbox.folder("themes")
        sandbox.file("themes/child.toml", "inherits = \"parent\"".utf8)
        sandbox.file("themes/parent.toml", "\n\n[palette".utf8)
        let error = #expect(throws: ConfigurationError.self) {
            try ThemeLibrary(folder: sandbox.path + "/themes", builtIn: [:]).load("child", depth: .mono)
        }
        #expect(error?.code == .themeSyntax)
        #expect(error?.file == sandbox.path + "/themes/parent.toml")
        #expect(error?.position?.line == 3)
    }

    @Test func `has all fields of the schema`() throws {
        let text = """
            schema = 1
            name = "Night"
            kind = "dark"
            pair = "day"
            inherits = "base"
            credit = "Us"
            [palette]
            blue = "#0000ff"
            deep = 17
            [palette.256]
            blue = 21
            [palette.16]
            blue = "bright-blue"
            [roles]
            "text" = "blue"
            "row.cursor" = { fg = "deep", bg = 7, bold = true }
            [roles.row.marked]
            attrs = ["underline"]
            [mono]
            "row.cursor" = { reverse = true }
            """
        let file = try ThemeFile(Array(text.utf8), slug: "night")
        let definition = file.definition
        #expect(definition.name == "Night" && definition.kind == .dark && definition.pair == "day")
        #expect(definition.inherits == "base" && definition.credit == "Us")
        #expect(definition.palette == ["blue": .text("#0000ff"), "deep": .number(17)])
        #expect(definition.palette256 == ["blue": .number(21)] && definition.palette16 == ["blue": "bright-blue"])
        #expect(definition.roles["text"]?.foreground == "blue")
        #expect(definition.roles["row.cursor"]?.background == .number(7))
        #expect(definition.roles["row.cursor"]?.attributes == ["bold": true])
        #expect(definition.roles["row.marked"]?.attributes == ["underline": true] && definition.roles["row"] == nil)
        #expect(definition.mono["row.cursor"]?.attributes == ["reverse": true])
        #expect(file.lines.position(of: "palette.256.blue")?.line == 11)
    }

    @Test(arguments: [
        ("on_load = 1", "theme.unknown"), ("schema = 2", "theme.value"), ("kind = \"blue\"", "theme.value"),
        ("pair = \"../x\"", "theme.name"), ("[palette]\na = true", "theme.type"), ("roles = 1", "theme.type"),
        ("[roles.row]\nbold = 1", "theme.type"), ("[roles.row]\nforeground = \"red\"", "theme.unknown"),
        ("[glyphs]\nfolder = \"x\"", "theme.glyph"),
    ])
    func `with a fault is refused`(text: String, code: String) {
        let error = #expect(throws: ConfigurationError.self) { try ThemeFile(Array(text.utf8), slug: "t") }
        #expect(error?.code.rawValue == code)
    }
}

@Suite struct `The built-in themes` {
    /// The texts of the folder `themes`, by name.
    static func folder() throws -> [String: String] {
        let folder = URL(filePath: #filePath).appending(path: "../../../themes").standardized
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let pairs = try files.filter { $0.pathExtension == "toml" }
            .map { ($0.deletingPathExtension().lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    @Test func `are those of the folder`() throws {
        let texts = try Self.folder()
        if ProcessInfo.processInfo.environment["RECORD"] != nil {
            let source = URL(filePath: #filePath)
                .appending(path: "../../../Sources/PersistyConfiguration/Themes/BuiltInThemes.swift").standardized
            try Self.source(texts).write(to: source, atomically: true, encoding: .utf8)
            return
        }
        #expect(texts == BuiltInThemes.texts, "Run RECORD=1 swift test --filter PersistyConfigurationTests.")
    }

    @Test func `need no correction on any terminal`() throws {
        let library = ThemeLibrary(folder: nil)
        for name in library.names() {
            for depth in [ColorDepth.direct, .mono] {
                let warnings = try library.load(name, depth: depth).warnings
                #expect(warnings.isEmpty, "\(name) on \(depth)")
            }
        }
    }

    private static func source(_ texts: [String: String]) -> String {
        var source = """
            /// The themes of the folder `themes`, so that the one binary has them all.
            ///
            /// Made by `RECORD=1 swift test --filter PersistyConfigurationTests`; a test compares it with the folder.
            enum BuiltInThemes {
                static let texts: [String: String] = [

            """
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                .map { $0.isEmpty ? "" : "        " + $0 }.joined(separator: "\n")
            source += "        \"\(name)\": #\"\"\"\n\(lines)\n        \"\"\"#,\n"
        }
        return source + "    ]\n}\n"
    }
}
