extension ShownText {
    /// The text of which ``init(_:)-(String)`` made `shown`; `nil` for what it makes of none.
    package static func original(of shown: String) -> String? {
        var original = String.UnicodeScalarView()
        var rest = shown.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\" else {
                original.append(scalar)
                continue
            }
            switch rest.popFirst() {
            case "\\": original.append("\\")
            case "u":
                guard rest.popFirst() == "{", let end = rest.firstIndex(of: "}"),
                    let value = UInt32(String(rest[..<end]), radix: 16), let scalar = Unicode.Scalar(value)
                else { return nil }
                original.append(scalar)
                rest = rest[rest.index(after: end)...]
            default: return nil
            }
        }
        let text = String(original)
        return ShownText(text).text.utf8.elementsEqual(shown.utf8) ? text : nil
    }
}
