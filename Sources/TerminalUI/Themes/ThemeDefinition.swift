/// What a theme file says, before anything is resolved.
package struct ThemeDefinition: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        case dark, light
        /// Uses the terminal's own sixteen colours.
        case any
    }

    /// A colour as it is written: a name or `#rrggbb`, or a number of the terminal's palette.
    package enum ColorValue: Hashable, Sendable {
        case text(String)
        case number(Int)
    }

    /// What a role is given. What is nil comes from the role it falls back to.
    package struct RoleValue: Hashable, Sendable {
        package var foreground: ColorValue?
        package var background: ColorValue?
        /// Attributes by name, `bold = false` included.
        package var attributes: [String: Bool]

        package init(
            foreground: ColorValue? = nil,
            background: ColorValue? = nil,
            attributes: [String: Bool] = [:]
        ) {
            self.foreground = foreground
            self.background = background
            self.attributes = attributes
        }
    }

    /// What the file is called, without its ending; other themes name it so.
    package var slug: String
    package var schema: Int
    package var name: String
    package var kind: Kind
    package var pair: String?
    package var inherits: String?
    package var credit: String?
    package var palette: [String: ColorValue]
    package var palette256: [String: ColorValue]
    package var palette16: [String: ColorValue]
    /// By the names of roles, dots included.
    package var roles: [String: RoleValue]
    package var mono: [String: RoleValue]

    package init(
        slug: String,
        schema: Int = 1,
        name: String? = nil,
        kind: Kind = .any,
        pair: String? = nil,
        inherits: String? = nil,
        credit: String? = nil,
        palette: [String: ColorValue] = [:],
        palette256: [String: ColorValue] = [:],
        palette16: [String: ColorValue] = [:],
        roles: [String: RoleValue] = [:],
        mono: [String: RoleValue] = [:]
    ) {
        self.slug = slug
        self.schema = schema
        self.name = name ?? slug
        self.kind = kind
        self.pair = pair
        self.inherits = inherits
        self.credit = credit
        self.palette = palette
        self.palette256 = palette256
        self.palette16 = palette16
        self.roles = roles
        self.mono = mono
    }
}
