/// One JSON object on one line, built field by field, with nothing in it that a terminal would obey.
struct JSONLine {
    private(set) var bytes: [UInt8] = [UInt8(ascii: "{")]

    /// A field whose name is no literal, but one of ours nevertheless.
    mutating func field(named name: String, _ text: String) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        string(name)
        bytes.append(UInt8(ascii: ":"))
        string(text)
    }

    mutating func field(_ name: StaticString, _ text: String?) {
        begin(name)
        guard let text else { return raw("null") }
        string(text)
    }

    mutating func field(_ name: StaticString, _ number: Int64?) {
        begin(name)
        raw(number.map(String.init) ?? "null")
    }

    mutating func field(_ name: StaticString, _ truth: Bool) {
        begin(name)
        raw(truth ? "true" : "false")
    }

    /// The object with its line's end.
    var line: [UInt8] { bytes + Array("}\n".utf8) }

    private mutating func begin(_ name: StaticString) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: ":")])
    }

    private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": raw("\\\"")
            case "\\": raw("\\\\")
            case " "..."~": bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse, .surrogate:
                    for unit in String(scalar).utf16 { raw("\\u" + Self.hexadecimal(unit)) }
                default: bytes.append(contentsOf: String(scalar).utf8)
                }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func hexadecimal(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
