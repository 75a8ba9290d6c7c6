import TerminalUI

/// The fields of one table, read by name and kind.
struct SettingFields {
    let values: [String: Setting]
    let path: String
    let text: SettingText

    init(_ values: [String: Setting], path: String, text: SettingText) {
        self.values = values
        self.path = path
        self.text = text
    }

    /// The whole name of a field of this table.
    func field(_ name: String) -> String { path.isEmpty ? name : path + "." + name }

    /// A fault of the field `name`, with its place.
    func fault(
        _ code: ConfigurationError.Code, _ name: String?, _ message: String, hint: String? = nil
    ) -> ConfigurationError {
        let field = name.map(field) ?? path
        return ConfigurationError(
            code, message, hint: hint, field: Quoted.escape(field), at: text.lines.position(of: field))
    }

    /// A fault of a value's kind.
    func typeFault(_ name: String, wants wanted: String) -> ConfigurationError {
        fault(text.codes.type, name, "This wants \(wanted), and got \(values[name]?.kind ?? "nothing").")
    }

    /// - Throws: for the first field in the text that is none of `known`.
    func refuseUnknown(known: [String], of owner: String) throws(ConfigurationError) {
        let unknown = values.keys.filter { !known.contains($0) }
        let first = unknown.min { (position($0), $0) < (position($1), $1) }
        guard let first else { return }
        throw fault(
            text.codes.unknown, first, "There is no field \(Quoted.text(first)) \(owner).",
            hint: Nearest.question(first, in: known.filter { values[$0] == nil })
                ?? "The fields are: \(known.joined(separator: ", ")).")
    }

    func string(_ name: String) throws(ConfigurationError) -> String? {
        guard let value = values[name] else { return nil }
        guard case .text(let text) = value else { throw typeFault(name, wants: "text") }
        return text
    }

    func required(_ name: String, _ why: String) throws(ConfigurationError) -> String {
        guard let value = try string(name) else { throw fault(text.codes.missing, name, "\(why)") }
        return value
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(ConfigurationError) -> Int? {
        guard let value = values[name] else { return nil }
        guard case .integer(let number) = value else { throw typeFault(name, wants: "an integer") }
        guard range.contains(number) else {
            throw fault(
                text.codes.value, name,
                "This wants a number from \(range.lowerBound) to \(range.upperBound), and got \(number).")
        }
        return number
    }

    func boolean(_ name: String) throws(ConfigurationError) -> Bool? {
        guard let value = values[name] else { return nil }
        guard case .boolean(let truth) = value else { throw typeFault(name, wants: "true or false") }
        return truth
    }

    func strings(_ name: String) throws(ConfigurationError) -> [String]? {
        guard let value = values[name] else { return nil }
        guard case .list(let list) = value else { throw typeFault(name, wants: "a list of texts") }
        var strings: [String] = []
        for element in list {
            guard case .text(let string) = element else {
                throw fault(text.codes.type, name, "This wants a list of texts; \(element.kind) is in it.")
            }
            strings.append(string)
        }
        return strings
    }

    /// A word that is one of the cases of `Word`.
    func word<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ type: Word.Type
    ) throws(ConfigurationError) -> Word? {
        guard let string = try string(name) else { return nil }
        if let word = Word(rawValue: string) { return word }
        let words = Word.allCases.map(\.rawValue)
        throw fault(
            text.codes.value, name,
            "\(Quoted.text(string)) is none of \(words.joined(separator: ", ")).",
            hint: Nearest.question(string, in: words))
    }

    func table(_ name: String) throws(ConfigurationError) -> SettingFields? {
        guard let value = values[name] else { return nil }
        guard case .table(let table) = value else { throw typeFault(name, wants: "a table, [\(name)]") }
        return SettingFields(table, path: field(name), text: text)
    }

    func tables(_ name: String) throws(ConfigurationError) -> [SettingFields]? {
        guard let value = values[name] else { return nil }
        let wanted = "an array of tables, [[\(name)]]"
        guard case .list(let list) = value else { throw typeFault(name, wants: wanted) }
        var tables: [SettingFields] = []
        for (index, element) in list.enumerated() {
            guard case .table(let table) = element else { throw typeFault(name, wants: wanted) }
            tables.append(SettingFields(table, path: "\(field(name))[\(index)]", text: text))
        }
        return tables
    }

    private func position(_ name: String) -> TextPosition {
        text.lines.position(of: field(name)) ?? TextPosition(line: .max)
    }
}
