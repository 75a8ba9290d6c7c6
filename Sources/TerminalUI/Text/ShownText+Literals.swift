extension ShownText: ExpressibleByStringLiteral {
    package init(stringLiteral: String) { self.init(safe: stringLiteral) }
}

extension ShownText: ExpressibleByStringInterpolation {
    /// Literal parts are ours and pass; interpolated strings are escaped.
    package struct StringInterpolation: StringInterpolationProtocol {
        var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { text += literal }
        package mutating func appendInterpolation(_ shown: ShownText) { text += shown.text }
        package mutating func appendInterpolation(_ hostile: String) { text += ShownText(hostile).text }
        package mutating func appendInterpolation(_ hostile: Substring) { text += ShownText(String(hostile)).text }
        package mutating func appendInterpolation(_ number: some BinaryInteger) { text += String(number) }
    }

    package init(stringInterpolation: StringInterpolation) { self.init(safe: stringInterpolation.text) }
}
