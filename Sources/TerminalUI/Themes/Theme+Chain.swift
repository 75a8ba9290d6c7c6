extension Theme {
    /// The theme of a name and all that it inherits from, the nearest first.
    package static func chain(
        of name: String,
        among names: [String],
        find: (String) throws(ThemeError) -> ThemeDefinition?
    ) throws(ThemeError) -> [ThemeDefinition] {
        var chain: [ThemeDefinition] = []
        var wanted: String? = name
        while let slug = wanted {
            let theme = chain.last?.slug ?? slug
            let field = chain.isEmpty ? "theme" : "inherits"
            guard isName(slug) else {
                throw ThemeError(
                    .name, theme: theme, field: field, "“\(slug)” is no name of a theme: names only, no paths")
            }
            if let start = chain.firstIndex(where: { $0.slug == slug }) {
                let loop = (chain[start...].map(\.slug) + [slug]).map { ShownText($0) }.joined(separator: " -> ")
                throw ThemeError(.loop, theme: theme, field: field, "the themes inherit from each other: \(loop)")
            }
            if slug == ThemeDefinition.base.slug { break }
            guard let definition = try find(slug) else {
                let nearest = Nearest.name(to: slug, among: names)
                let hint: ShownText = nearest.map { "; did you mean “\($0)”?" } ?? ""
                throw ThemeError(.notFound, theme: theme, field: field, "there is no theme “\(slug)”\(hint)")
            }
            chain.append(definition)
            wanted = definition.inherits
        }
        return chain + [.base]
    }

    /// Letters, digits, dashes and underscores of ASCII.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
