/// How every role looks on a terminal of one depth.
package struct Theme: Hashable, Sendable {
    package let slug: String
    package let name: String
    package let kind: ThemeDefinition.Kind
    package let depth: ColorDepth
    private let styles: [Role: Style]

    init(_ definition: ThemeDefinition, depth: ColorDepth, styles: [Role: Style]) {
        slug = definition.slug
        name = definition.name
        kind = definition.kind
        self.depth = depth
        self.styles = styles
    }

    package subscript(role: Role) -> Style { styles[role] ?? Style() }
}
