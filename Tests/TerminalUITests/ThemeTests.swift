import Testing

@testable import TerminalUI

@Suite struct `A theme` {
    @Test func `gives every role of every shipped theme readable colours at every depth`() throws {
        #expect(ThemeReader.slugs.count >= 12)
        for slug in ThemeReader.slugs {
            let chain = try Theme.chain(of: slug, among: ThemeReader.slugs) { name throws(ThemeError) in
                try? ThemeReader.read(name)
            }
            for depth in ColorDepth.allCases {
                let (theme, warnings) = try Theme.resolve(chain, depth: depth)
                #expect(warnings.isEmpty, "\(slug) \(depth): \(warnings.map { "\($0.field) \($0.message.text)" })")
                #expect(theme[.row] != theme[.rowCursor])
                #expect(theme[.row] != theme[.rowMarked])
            }
            if let pair = chain[0].pair { #expect(ThemeReader.slugs.contains(pair)) }
        }
    }

    @Test func `falls back by the longest prefix`() throws {
        let theme = ThemeDefinition(
            slug: "x",
            roles: [
                "text": .init(foreground: .text("white")), "row.cursor": .init(foreground: .number(1)),
                "kind": .init(foreground: .number(2)),
            ]
        )
        let resolved = try Theme.resolve([theme], depth: .palette256).theme
        #expect(resolved[.kindText].foreground == .palette(2))
        #expect(resolved[.storeReadonly].foreground == .palette(3))
        #expect(resolved[.cellSize].foreground == .palette(7))
        #expect(resolved[.rowCursor].foreground == .palette(1))
    }

    static func palette(_ values: [String: ThemeDefinition.ColorValue]) -> ThemeDefinition {
        ThemeDefinition(slug: "x", palette: values)
    }

    @Test(arguments: [
        (palette(["background": "#12345"]), ThemeError.Code.color, "hexadecimal"),
        (palette(["background": "#gggggg"]), .color, "hexadecimal"),
        (palette(["background": "#１２３４５６"]), .color, "hexadecimal"),
        (palette(["background": .number(256)]), .color, "0–255"),
        (palette(["background": .number(-1)]), .color, "0–255"),
        (palette(["background": "graay"]), .color, "did you mean “gray”"),
        (palette(["background": "\u{1B}[2J"]), .color, "\\u{1b}[2J"),
        (palette(["a": "b", "b": "a"]), .loop, "a -> b -> a"),
        (ThemeDefinition(slug: "x", roles: ["row": .init(foreground: "nowhere-color")]), .color, "no such colour"),
        (ThemeDefinition(slug: "x", roles: ["row": .init(attributes: ["blod": true])]), .value, "bold"),
        (ThemeDefinition(slug: "x", name: "a\u{1B}b"), .value, "plain text"),
        (
            ThemeDefinition(
                slug: "x",
                roles: [
                    "row": .init(foreground: .number(7), background: .number(0)),
                    "row.cursor": .init(foreground: .number(7), background: .number(0)),
                ]
            ), .contrast, "cursor"
        ),
    ])
    func `is refused with a reason`(definition: ThemeDefinition, code: ThemeError.Code, words: String) {
        for depth in ColorDepth.allCases where depth != .mono {
            let error = #expect(throws: ThemeError.self) { try Theme.resolve([definition], depth: depth) }
            #expect(error?.code == code && error?.message.text.contains(words) == true, "\(error?.message.text ?? "")")
        }
    }

    @Test func `notes roles that do not exist`() throws {
        let theme = ThemeDefinition(slug: "x", roles: ["rwo": .init(foreground: "red")])
        let warnings = try Theme.resolve([theme], depth: .direct).warnings
        let warning = try #require(warnings.first)
        #expect(warning.code == .unknown && warning.field == "roles.rwo" && warning.message.text.contains("“row”"))
    }

    @Test(arguments: [ColorDepth.direct, .palette256, .palette16])
    func `moves the lightness of text that cannot be seen, and says so`(depth: ColorDepth) throws {
        let invisible = ThemeDefinition.RoleValue(foreground: "#101010", background: "#101010")
        let (theme, warnings) = try Theme.resolve([ThemeDefinition(slug: "x", roles: ["row": invisible])], depth: depth)
        let style = theme[.row]
        let text = try #require(style.foreground.rgb)
        let behind = try #require(style.background.rgb)
        #expect(text.contrast(with: behind) >= 4.5)
        #expect(warnings.contains { $0.field == "roles.row" && $0.code == .contrast })
        #expect(theme[.rowCursor] != theme[.row])
    }

    @Test func `uses what it says of a depth, else the nearest colour`() throws {
        let theme = ThemeDefinition(
            slug: "x",
            palette: ["red": "#f38ba8", "mine": "#cdd6f4"],
            palette256: ["red": .number(211)],
            palette16: ["red": "bright-red"],
            roles: ["error": .init(foreground: "red"), "info": .init(foreground: "mine")]
        )
        #expect(try Theme.resolve([theme], depth: .direct).theme[.error].foreground == .rgb(0xF3, 0x8B, 0xA8))
        #expect(try Theme.resolve([theme], depth: .palette256).theme[.error].foreground == .palette(211))
        #expect(try Theme.resolve([theme], depth: .palette16).theme[.error].foreground == .palette(9))
        #expect(try Theme.resolve([theme], depth: .palette256).theme[.info].foreground == .palette(189))
        let mono = try Theme.resolve([theme], depth: .mono).theme
        #expect(
            Role.allCases.allSatisfy {
                mono[$0].foreground == .terminalDefault && mono[$0].background == .terminalDefault
            })
        #expect(mono[.rowCursor].attributes == .reverse)
    }

    @Test(arguments: [
        ("../../etc/passwd", ThemeError.Code.name), ("https://evil.example/t.toml", .name), ("", .name),
        ("no-such-theme", .notFound), ("own", .loop), ("one", .loop),
    ])
    func `refuses a parent that cannot be`(parent: String, code: ThemeError.Code) {
        let files = [
            "own": ThemeDefinition(slug: "own", inherits: parent), "one": ThemeDefinition(slug: "one", inherits: "own"),
        ]
        let error = #expect(throws: ThemeError.self) {
            try Theme.chain(of: "own", among: Array(files.keys)) { name throws(ThemeError) in files[name] }
        }
        #expect(error?.code == code)
    }

    @Test(
        arguments: [
            (["NO_COLOR": "1", "COLORTERM": "truecolor"], 256, ColorDepth.mono), (["NO_COLOR": ""], 256, .palette256),
            (["COLORTERM": "24bit"], 256, .direct), ([:], 1 << 24, .direct), ([:], 16, .palette16),
            ([:], 8, .palette16),
            ([:], 0, .mono), (["TERM": "dumb"], 256, .mono),
        ] as [([String: String], Int, ColorDepth)])
    func `finds the depth`(environment: [String: String], colors: Int, depth: ColorDepth) {
        #expect(ColorDepth.detect(environment: environment, terminalColors: colors) == depth)
    }

    @Test func `measures colours as the standards do`() {
        #expect(abs(RGB(255, 255, 255).contrast(with: RGB(0, 0, 0)) - 21) < 0.001)
        for color in TerminalPalette.values { #expect(RGB(oklab: color.oklab) == color) }
    }
}
