extension ThemeDefinition {
    /// What every theme inherits in the end: all roles, in terms of fourteen colours that a theme may name anew.
    /// As it stands it uses the terminal's own sixteen.
    package static let base = ThemeDefinition(
        slug: "base",
        name: "Base",
        palette: [
            "base": "default", "surface": "default", "overlay": "bright-black", "border": "default",
            "text": "default", "accent": "blue", "ink": "bright-white",
            "blue": "blue", "green": "green", "yellow": "yellow", "red": "red", "magenta": "magenta", "cyan": "cyan",
            "orange": "yellow",
        ],
        roles: [
            "text": "text", "text.dim": "overlay", "text.strong": .init("text", "bold"),
            "text.link": .init("blue", "underline"), "background": .init(on: "base"),
            "border": "border", "border.focus": "accent", "title": "text", "title.focus": .init("accent", "bold"),

            "row": "text", "row.cursor": .init("ink", on: "accent"),
            "row.cursor.idle": .init("text", on: "surface", "bold"), "row.marked": .init("yellow", "bold"),
            "row.marked.cursor": .init("ink", on: "accent", "bold", "underline"), "row.drag": .init("magenta", "bold"),
            "row.drop": .init("ink", on: "accent", "bold"), "row.new": "green", "row.changed": "cyan",
            "row.gone": "overlay", "head": .init("text", "bold"), "head.sorted": .init("accent", "bold"),

            "kind.folder": .init("blue", "bold"), "kind.code": "green", "kind.data": "cyan", "kind.image": "magenta",
            "kind.media": "magenta", "kind.archive": "orange", "kind.marker": "red", "kind.version": "overlay",
            "store.active": .init("ink", on: "accent", "bold"), "store.readonly": "yellow", "store.offline": "red",
            "crumb.last": .init("accent", "bold"),

            "info": "blue", "success": "green", "warning": "yellow", "error": .init("red", "bold"), "busy": "cyan",
            "bar.fill": "accent", "bar.empty": "border", "bar.paused": "yellow", "bar.failed": "red",
            "input": .init("text", on: "surface", "underline"), "input.selection": .init("ink", on: "accent"),
            "input.ghost": .init("overlay", on: "surface"), "match": .init("yellow", "bold", "underline"),
            "key": .init("accent", "bold"), "button": .init("text", on: "surface"),
            "button.focus": .init("ink", on: "accent", "bold"), "button.danger": .init("red", "bold"),

            // Cameras want it dark on light, whatever the theme.
            "qr": .init("#000000", on: "#ffffff"),

            "same": "overlay", "newer": "green", "older": "yellow", "only": "blue", "differs": "magenta",
            "code.comment": "overlay", "code.string": "green", "code.number": "orange", "code.keyword": "magenta",
            "code.name": "blue", "code.type": "cyan", "code.punctuation": "text", "code.invalid": "red",
        ],
        mono: [
            "text.strong": .init(attributes: ["bold": true]), "text.link": .init(attributes: ["underline": true]),
            "border.focus": .init(attributes: ["bold": true]),
            "title.focus": .init(attributes: ["bold": true]), "row.cursor": .init(attributes: ["reverse": true]),
            "row.cursor.idle": .init(attributes: ["underline": true]),
            "row.marked": .init(attributes: ["bold": true]),
            "row.marked.cursor": .init(attributes: ["bold": true, "reverse": true]),
            "row.drag": .init(attributes: ["underline": true]),
            "row.drop": .init(attributes: ["reverse": true]), "head": .init(attributes: ["underline": true]),
            "head.sorted": .init(attributes: ["bold": true, "underline": true]),
            "kind.folder": .init(attributes: ["bold": true]), "store.active": .init(attributes: ["reverse": true]),
            "crumb.last": .init(attributes: ["bold": true]),
            "warning": .init(attributes: ["bold": true]),
            "error": .init(attributes: ["bold": true, "underline": true]),
            "input": .init(attributes: ["underline": true]),
            "input.selection": .init(attributes: ["reverse": true]),
            "match": .init(attributes: ["bold": true, "underline": true]), "key": .init(attributes: ["bold": true]),
            "button.focus": .init(attributes: ["reverse": true]), "button.danger": .init(attributes: ["bold": true]),
            "qr": .init(attributes: ["reverse": true]),
        ]
    )
}

extension ThemeDefinition.ColorValue: ExpressibleByStringLiteral {
    package init(stringLiteral: String) { self = .text(stringLiteral) }
}

extension ThemeDefinition.RoleValue: ExpressibleByStringLiteral {
    package init(stringLiteral: String) { self.init(foreground: .text(stringLiteral)) }

    fileprivate init(
        _ foreground: ThemeDefinition.ColorValue? = nil,
        on background: ThemeDefinition.ColorValue? = nil,
        _ attributes: String...
    ) {
        self.init(
            foreground: foreground,
            background: background,
            attributes: Dictionary(uniqueKeysWithValues: attributes.map { ($0, true) })
        )
    }
}
