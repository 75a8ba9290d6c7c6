/// Why a configuration or a theme cannot be used: what is wrong, where, and what is wanted instead.
package struct ConfigurationError: Error, Sendable, Hashable {
    /// What kind of fault it is; decide by this.
    package enum Code: String, Sendable, CaseIterable {
        case syntax = "config.syntax"
        case unknownKey = "config.unknown_key"
        case type = "config.type"
        case value = "config.value"
        case missing = "config.missing"
        case duplicate = "config.duplicate"
        case duplicatePath = "config.duplicate_path"
        case permissions = "config.permissions"
        case secretInline = "config.secret_inline"
        case url = "config.url"
        case unsafe = "config.unsafe"
        case tooLarge = "config.too_large"
        case tooMany = "config.too_many"
        case notFound = "config.not_found"
        case keyTooShort = "config.key_too_short"
        case keyWeak = "config.key_weak"
        case themeSyntax = "theme.syntax"
        case themeColor = "theme.color"
        case themeType = "theme.type"
        case themeValue = "theme.value"
        case themeLoop = "theme.loop"
        case themeUnknown = "theme.unknown"
        case themeGlyph = "theme.glyph"
        case themeName = "theme.name"
        case themeContrast = "theme.contrast"
        case themeNotFound = "theme.not_found"
        case themeTooLarge = "theme.too_large"
        case themeTooMany = "theme.too_many"
    }

    /// What kind of fault it is; decide by this.
    package var code: Code
    /// What is wrong, as a sentence that is safe to print.
    package var message: String
    /// What to do about it, as a sentence that is safe to print.
    package var hint: String?
    /// The field, as in `store[0].path`; safe to print.
    package var field: String?
    /// Where it stands.
    package var position: TextPosition?
    /// The file, as it was given. It comes from outside; ``description`` escapes it.
    package var file: String?

    /// Describes a fault.
    package init(
        _ code: Code, _ message: String, hint: String? = nil, field: String? = nil, at position: TextPosition? = nil,
        file: String? = nil
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.field = field
        self.position = position
        self.file = file
    }

    func inFile(_ file: String) -> ConfigurationError {
        var error = self
        error.file = error.file ?? file
        return error
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// One line, safe to print: `FILE:LINE:COLUMN: FIELD: what is wrong. What to do. (CODE)`
    package var description: String {
        let place = [file.map(Quoted.escape), position?.description].compactMap(\.self).joined(separator: ":")
        let parts = [place.isEmpty ? nil : place + ":", field.map { $0 + ":" }, message, hint, "(\(code.rawValue))"]
        return parts.compactMap(\.self).joined(separator: " ")
    }
}

/// A line and a column of a text, both from 1.
package struct TextPosition: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int = 1) {
        self.line = line
        self.column = column
    }

    package var description: String { "\(line):\(column)" }

    package static func < (left: TextPosition, right: TextPosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
