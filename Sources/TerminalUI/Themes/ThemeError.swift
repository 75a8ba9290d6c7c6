/// Why a theme cannot be used.
package struct ThemeError: Error, Hashable, Sendable {
    package enum Code: String, Hashable, Sendable {
        case color = "theme.color"
        case contrast = "theme.contrast"
        case loop = "theme.loop"
        case name = "theme.name"
        case notFound = "theme.not_found"
        case value = "theme.value"
    }

    package var code: Code
    /// The slug of the theme at fault.
    package var theme: String
    /// Where in the file: `palette.base`, `roles.row.fg`.
    package var field: String
    package var message: ShownText

    package init(_ code: Code, theme: String, field: String, _ message: ShownText) {
        self.code = code
        self.theme = theme
        self.field = field
        self.message = message
    }
}

/// What is odd about a theme that can be used all the same.
package struct ThemeWarning: Hashable, Sendable {
    package enum Code: String, Hashable, Sendable {
        case contrast = "theme.contrast"
        case unknown = "theme.unknown"
    }

    package var code: Code
    package var theme: String
    package var field: String
    package var message: ShownText
}
