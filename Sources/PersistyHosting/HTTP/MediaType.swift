import PersistyData

/// A media type with its parameters (RFC 9110 §8.3.1). Names are in small letters; values are as they were given.
struct MediaType: Sendable, Hashable {
    struct Parameter: Sendable, Hashable {
        var name: String
        var value: [UInt8]
    }

    /// `text/plain`.
    var essence: String
    /// In their order; a name may be there twice.
    var parameters: [Parameter] = []

    /// Reads the value of a `Content-Type`; `nil` for what is none.
    init?(_ value: String) {
        var scanner = FieldScanner(value)
        scanner.skipBlanks()
        guard let type = scanner.token(), scanner.take("/"), let subtype = scanner.token() else { return nil }
        essence = (type + "/" + subtype).lowercased()
        guard let parameters = scanner.parameters() else { return nil }
        self.parameters = parameters
    }

    /// The values of the parameters `name`.
    func values(_ name: String) -> [[UInt8]] { parameters.filter { $0.name == name }.map(\.value) }

    /// The type before the “/”.
    var type: Substring { essence.prefix { $0 != "/" } }
}

extension MediaType {
    /// Whether it is of the types that `pattern` stands for: all by `*`, a family by `image/*`, whatever its parameters,
    /// or one, which has the same parameters.
    func isOne(of pattern: String) -> Bool {
        if pattern == "*" || pattern == "*/*" { return true }
        if pattern.hasSuffix("/*") { return type + "/*" == pattern.lowercased() }
        guard let other = MediaType(pattern) else { return false }
        return essence == other.essence && parameters.map(\.folded) == other.parameters.map(\.folded)
    }
}

extension MediaType.Parameter {
    /// As it is compared. Most values are names themselves, and so of any case (RFC 2046 §4.1.2).
    fileprivate var folded: String { name + "=" + String(decoding: value, as: UTF8.self).lowercased() }
}

extension FieldScanner {
    /// Takes what is left as parameters, each after a “;” (RFC 9110 §5.6.6); `nil` for what is none.
    mutating func parameters() -> [MediaType.Parameter]? {
        var parameters: [MediaType.Parameter] = []
        while true {
            skipBlanks()
            if isAtEnd { return parameters }
            guard take(";") else { return nil }
            skipBlanks()
            guard let name = token(), take("="), let value = quotedString() ?? token().map({ Array($0.utf8) }) else {
                return nil
            }
            parameters.append(MediaType.Parameter(name: name.lowercased(), value: value))
        }
    }
}
