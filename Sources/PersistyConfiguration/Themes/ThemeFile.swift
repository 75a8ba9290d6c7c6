import TerminalUI

/// A theme as its file says it, and where in the file it says so.
struct ThemeFile {
    var definition: ThemeDefinition
    var lines: KeyLines
    /// Roles that do not exist beyond the first few: not worth a sentence each.
    var droppedRoles = 0

    /// The most bytes that a theme may have.
    static let maximumSize = 256 << 10
    /// The most colours that a palette may name.
    static let maximumColors = 256

    /// Reads the text of the theme `slug`. A theme runs nothing, and names no file.
    init(_ bytes: [UInt8], slug: String) throws(ConfigurationError) {
        guard bytes.count <= Self.maximumSize else {
            throw ConfigurationError(
                .themeTooLarge, "A theme has at most 256 KiB; this one has \(bytes.count) bytes.")
        }
        let text = try SettingText(bytes, codes: .theme)
        let fields = text.fields
        guard fields.values["glyphs"] == nil else {
            throw fields.fault(
                .themeGlyph, "glyphs", "Glyphs are no part of a theme: they follow the font.",
                hint: "Choose them in the configuration: [ui] glyphs = \"unicode\", \"ascii\" or \"nerd\".")
        }
        try fields.refuseUnknown(
            known: ["schema", "name", "kind", "pair", "inherits", "credit", "palette", "roles", "mono"],
            of: "in a theme, and a theme runs nothing")
        definition = ThemeDefinition(
            slug: slug,
            schema: try fields.integer("schema", in: 1...1) ?? 1,
            name: try fields.string("name"),
            kind: try fields.word("kind", ThemeDefinition.Kind.self) ?? .any,
            pair: try Self.themeName("pair", fields),
            inherits: try Self.themeName("inherits", fields),
            credit: try fields.string("credit"))
        if let palette = try fields.table("palette") {
            definition.palette256 = try palette.table("256").map(Self.colors) ?? [:]
            definition.palette16 = try palette.table("16").map(Self.colors) ?? [:]
            let own = palette.values.filter { $0.key != "256" && $0.key != "16" }
            definition.palette = try Self.colors(SettingFields(own, path: palette.path, text: text))
        }
        if let roles = try fields.table("roles") { definition.roles = try Self.roles(roles) }
        if let mono = try fields.table("mono") { definition.mono = try Self.roles(mono) }
        lines = text.lines
        dropUnknownRoles()
    }

    /// Leaves some unknown roles to be warned of; looking for the name that was meant takes its time for each.
    private mutating func dropUnknownRoles() {
        let known = Set(Role.allCases.map(\.rawValue))
        let unknown = definition.roles.keys.filter { !known.contains($0) }.sorted()
        for role in unknown.dropFirst(Self.warnedRoles) {
            definition.roles[role] = nil
            droppedRoles += 1
        }
    }

    private static let warnedRoles = 20

    private static func themeName(_ name: String, _ fields: SettingFields) throws(ConfigurationError) -> String? {
        guard let value = try fields.string(name) else { return nil }
        guard ThemeName.isWellFormed(value) else {
            throw fields.fault(
                .themeName, name, "\(Quoted.text(value)) is not the name of a theme.", hint: ThemeName.hint)
        }
        return value
    }

    private static func colors(
        _ fields: SettingFields
    ) throws(ConfigurationError) -> [String: ThemeDefinition.ColorValue] {
        guard fields.values.count <= maximumColors else {
            throw fields.fault(
                .themeTooMany, nil,
                "A palette names at most \(maximumColors) colours; this one names \(fields.values.count).")
        }
        var colors: [String: ThemeDefinition.ColorValue] = [:]
        for name in fields.values.keys { colors[name] = try color(name, fields) }
        return colors
    }

    private static func color(
        _ name: String, _ fields: SettingFields
    ) throws(ConfigurationError) -> ThemeDefinition.ColorValue? {
        switch fields.values[name] {
        case nil: nil
        case .text(let text): .text(text)
        case .integer(let number): .number(number)
        default: throw fields.typeFault(name, wants: "a colour: a name, “#rrggbb” or a number")
        }
    }

    private static func roles(
        _ fields: SettingFields
    ) throws(ConfigurationError) -> [String: ThemeDefinition.RoleValue] {
        var roles: [String: ThemeDefinition.RoleValue] = [:]
        for name in fields.values.keys { try add(name, fields, as: name, to: &roles) }
        return roles
    }

    /// A role's colours and attributes; tables in its table are roles below it, as in `[roles.row.cursor]`.
    private static func add(
        _ name: String, _ fields: SettingFields, as role: String, to roles: inout [String: ThemeDefinition.RoleValue]
    ) throws(ConfigurationError) {
        guard case .table(let values) = fields.values[name] else {
            roles[role] = ThemeDefinition.RoleValue(foreground: try color(name, fields))
            return
        }
        let table = SettingFields(values, path: fields.field(name), text: fields.text)
        var value = ThemeDefinition.RoleValue()
        var saysAnything = values.isEmpty
        for (key, setting) in values {
            switch (key, setting) {
            case ("fg", _): value.foreground = try color(key, table)
            case ("bg", _): value.background = try color(key, table)
            case ("attrs", _):
                for attribute in try table.strings(key) ?? [] { value.attributes[attribute] = true }
            case (_, .boolean(let isOn)): value.attributes[key] = isOn
            case (_, .table):
                try add(key, table, as: role + "." + key, to: &roles)
                continue
            default:
                let known = ["fg", "bg", "attrs"] + Style.Attributes.named.map(\.name)
                guard known.contains(key) else {
                    throw table.fault(
                        .themeUnknown, key, "There is no field \(Quoted.text(key)) of a role.",
                        hint: Nearest.question(key, in: known) ?? "The fields are: \(known.joined(separator: ", ")).")
                }
                throw table.typeFault(key, wants: "true or false")
            }
            saysAnything = true
        }
        if saysAnything { roles[role] = value }
    }
}
