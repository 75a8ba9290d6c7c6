import TOMLKit

/// A TOML text, checked and parsed: its values, and where each stands.
struct SettingText {
    /// The codes that faults of a text have: a configuration's or a theme's.
    struct Codes {
        var syntax, type, value, unknown, missing: ConfigurationError.Code

        static let configuration = Codes(
            syntax: .syntax, type: .type, value: .value, unknown: .unknownKey, missing: .missing)
        static let theme = Codes(
            syntax: .themeSyntax, type: .themeType, value: .themeValue, unknown: .themeUnknown, missing: .themeValue)
    }

    let root: [String: Setting]
    let lines: KeyLines
    let codes: Codes

    /// - Throws: a fault of syntax, with its place; or of a value that holds U+0000.
    init(_ bytes: [UInt8], codes: Codes) throws(ConfigurationError) {
        self.codes = codes
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationError(
                codes.syntax, "This is not UTF-8.", hint: "Save the file as UTF-8.", at: Self.firstFault(in: bytes))
        }
        if let nul = bytes.firstIndex(of: 0) {
            throw ConfigurationError(
                codes.syntax, "A control character (U+0000) stands here.", at: Self.position(of: nul, in: bytes))
        }
        lines = KeyLines(bytes)
        if let position = lines.tooDeep {
            throw ConfigurationError(
                codes.syntax, "This nests deeper than \(KeyLines.maximumDepth) tables or lists.", at: position)
        }
        do {
            guard case .table(let root) = Setting(try TOMLTable(string: text)) else {
                throw ConfigurationError(codes.syntax, "This is not a TOML table.")
            }
            self.root = root
        } catch let error as TOMLParseError {
            let position = TextPosition(line: error.source.begin.line, column: error.source.begin.column)
            throw ConfigurationError(
                codes.syntax, "This is not TOML: \(Quoted.escape(error.description)).", at: position)
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw ConfigurationError(codes.syntax, "This is not TOML.")
        }
        if let (field, position) = lines.nulEscape {
            throw ConfigurationError(
                codes.value, "The character U+0000 cannot be part of any value.", field: Quoted.escape(field),
                at: position)
        }
    }

    /// The fields of the whole text.
    var fields: SettingFields { SettingFields(root, path: "", text: self) }

    private static func firstFault(in bytes: [UInt8]) -> TextPosition {
        var line = 1
        for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if String(validating: part, as: UTF8.self) == nil { break }
            line += 1
        }
        return TextPosition(line: line)
    }

    private static func position(of index: Int, in bytes: [UInt8]) -> TextPosition {
        let before = bytes[..<index]
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return TextPosition(line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: index - start + 1)
    }
}
