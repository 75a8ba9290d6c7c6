extension Role {
    /// How much text of this role must stand out from its background (WCAG 2.2, 1.4.3 and 1.4.11); nil for what is
    /// no text.
    var leastContrast: Double? {
        switch self {
        case .background, .border, .borderFocus, .barFill, .barEmpty, .barPaused, .barFailed: nil
        case .textDim, .inputGhost, .rowGone, .kindVersion, .same, .codeComment: 3
        default: 4.5
        }
    }

    /// The names that a theme may give for this role, the most exact first.
    var fallbacks: [String] {
        let parts = rawValue.split(separator: ".")
        return parts.indices.reversed().map { parts[...$0].joined(separator: ".") }
    }

    static let allNames = Set(allCases.flatMap(\.fallbacks))
}
