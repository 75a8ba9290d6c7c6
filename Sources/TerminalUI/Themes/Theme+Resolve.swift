extension Theme {
    /// Makes the theme of a chain: the theme asked for first, then what it inherits from, which may leave out `base`.
    package static func resolve(
        _ chain: [ThemeDefinition],
        depth: ColorDepth
    ) throws(ThemeError) -> (theme: Theme, warnings: [ThemeWarning]) {
        guard let definition = chain.first else {
            throw ThemeError(.notFound, theme: "", field: "theme", "no theme was given")
        }
        let whole = chain.contains { $0.slug == ThemeDefinition.base.slug } ? chain : chain + [.base]
        var resolution = try ThemeResolution(whole, depth: depth)
        let styles = try resolution.styles()
        return (Theme(definition, depth: depth, styles: styles), resolution.warnings)
    }
}

/// The work of resolving one theme for one depth.
private struct ThemeResolution {
    var warnings: [ThemeWarning] = []
    private let slug: String
    private let depth: ColorDepth
    private let colors: PaletteLookup
    private var roles: [String: ThemeDefinition.RoleValue] = [:]
    private var mono: [String: ThemeDefinition.RoleValue] = [:]

    init(_ chain: [ThemeDefinition], depth: ColorDepth) throws(ThemeError) {
        slug = chain[0].slug
        self.depth = depth
        colors = try PaletteLookup(chain, depth: depth)
        for definition in chain.reversed() {
            try check(definition)
            roles.merge(definition.roles) { $1 }
            mono.merge(definition.mono) { $1 }
        }
    }

    /// Refuses what the theme says wrongly, and notes what it says in vain, also where this depth does not ask.
    private mutating func check(_ definition: ThemeDefinition) throws(ThemeError) {
        guard definition.name.unicodeScalars.allSatisfy({ ScalarClass($0) != .unsafe }) else {
            throw ThemeError(.value, theme: definition.slug, field: "name", "a name is one line of plain text")
        }
        for (table, values) in [("roles", definition.roles), ("mono", definition.mono)] {
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                if !Role.allNames.contains(name) { noteUnknown(name, table: table, of: definition) }
                let field = "\(table).\(name)"
                if let color = value.foreground { _ = try colors.color(color, field: field + ".fg") }
                if let color = value.background { _ = try colors.color(color, field: field + ".bg") }
                _ = try attributes(value, field: field)
            }
        }
    }

    private mutating func noteUnknown(_ name: String, table: String, of definition: ThemeDefinition) {
        let nearest = Nearest.name(to: name, among: Role.allNames.sorted())
        let hint: ShownText = nearest.map { "; did you mean “\($0)”?" } ?? ""
        let message: ShownText = "there is no role “\(name)”\(hint)"
        warnings.append(
            ThemeWarning(code: .unknown, theme: definition.slug, field: "\(table).\(name)", message: message)
        )
    }

    private func attributes(
        _ value: ThemeDefinition.RoleValue,
        field: String
    ) throws(ThemeError) -> Style.Attributes {
        var attributes: Style.Attributes = []
        for (name, isOn) in value.attributes.sorted(by: { $0.key < $1.key }) {
            guard let known = Style.Attributes.named.first(where: { $0.name == name }) else {
                let nearest = Nearest.name(to: name, among: Style.Attributes.named.map(\.name))
                let hint: ShownText =
                    nearest.map { "did you mean “\($0)”?" } ?? "known are bold, dim, italic, underline, reverse"
                throw ThemeError(.value, theme: slug, field: "\(field).\(name)", "no such attribute; \(hint)")
            }
            if isOn { attributes.insert(known.attribute) }
        }
        return attributes
    }

    mutating func styles() throws(ThemeError) -> [Role: Style] {
        var wanted: [Role: Style] = [:]
        for role in Role.allCases { wanted[role] = try depth == .mono ? plain(role) : colored(role) }
        guard wanted[.row] != wanted[.rowCursor] else {
            throw ThemeError(
                .contrast,
                theme: slug,
                field: "roles.row.cursor",
                "the row under the cursor looks like any other row; give row.cursor another colour or reverse = true"
            )
        }
        guard depth != .mono else { return wanted }
        var shown: [Role: Style] = [:]
        for role in Role.allCases { shown[role] = readable(wanted[role] ?? Style(), as: role) }
        if shown[.row] == shown[.rowCursor] { shown[.rowCursor]?.attributes.formSymmetricDifference(.reverse) }
        return shown
    }

    private func value(of role: Role, in table: [String: ThemeDefinition.RoleValue]) -> ThemeDefinition.RoleValue? {
        role.fallbacks.lazy.compactMap { table[$0] }.first
    }

    private func plain(_ role: Role) throws(ThemeError) -> Style {
        guard let value = value(of: role, in: mono) else { return Style() }
        return Style(attributes: try attributes(value, field: "mono.\(role.rawValue)"))
    }

    private func colored(_ role: Role) throws(ThemeError) -> Style {
        let value = value(of: role, in: roles) ?? value(of: .text, in: roles) ?? ThemeDefinition.RoleValue()
        let text = roles["text"]?.foreground ?? .text("default")
        let base = roles["background"].flatMap { $0.background ?? $0.foreground } ?? .text("default")
        let field = "roles.\(role.rawValue)"
        return Style(
            foreground: try colors.color(role == .background ? text : value.foreground ?? text, field: field),
            background: try colors.color(role == .background ? base : value.background ?? base, field: field),
            attributes: try attributes(value, field: field)
        )
    }

    /// The style as this terminal can show it, readable.
    private mutating func readable(_ style: Style, as role: Role) -> Style {
        let contrast = ContrastGuard(depth: depth)
        var shown = style
        shown.background = contrast.background(style.background)
        let ratio = role.leastContrast ?? 1
        shown.foreground = contrast.foreground(of: style, on: shown.background, ratio: ratio)
        guard !contrast.isReadable(shown.foreground, on: shown.background, ratio: ratio) else { return shown }
        shown.foreground = contrast.corrected(shown.foreground, on: shown.background, ratio: ratio)
        let least = ratio == 3 ? "3:1" : "4.5:1"
        warnings.append(
            ThemeWarning(
                code: .contrast,
                theme: slug,
                field: "roles.\(role.rawValue)",
                message: "the text stands out less than \(least) from its background; its lightness was moved"
            )
        )
        return shown
    }
}
