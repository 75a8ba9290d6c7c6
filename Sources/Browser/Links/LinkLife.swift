package import PersistyData

/// How long a link is good for, as people write it: `90s`, `15m`, `2h30m`, `3d`.
package enum LinkLife {
    /// The lives that can be chosen.
    static let choices = ["15m", "1h", "8h", "1d", "7d"]

    private static let units: [(letter: Character, seconds: Int64)] = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)]

    /// The life that `text` says, from a second to seven days.
    package static func duration(_ text: String) throws(DataError) -> Duration {
        let wrong = DataError(
            .other, "“\(text)” is no length of time.", hint: "Write it like 90s, 15m, 2h30m or 3d.", reason: "link.life"
        )
        let (seconds, isRead) = parse(text)
        guard isRead else { throw wrong }
        guard let seconds, seconds >= 1, .seconds(seconds) <= Link.longestLife else {
            throw DataError(.other, "A link lasts from one second to seven days.", reason: "link.life")
        }
        return .seconds(seconds)
    }

    /// The seconds, and whether the text is one at all; `nil` for more than a number holds.
    private static func parse(_ text: String) -> (seconds: Int64?, isRead: Bool) {
        var (sum, digits, rest): (Int64?, String, ArraySlice) = (0, "", units[...])
        guard !text.isEmpty else { return (nil, false) }
        for character in text where character != " " {
            if character.isASCII, character.isNumber {
                digits.append(character)
                continue
            }
            // From the greatest unit down, each once.
            guard !digits.isEmpty, let index = rest.firstIndex(where: { $0.letter == character }) else {
                return (nil, false)
            }
            sum = sum.flatMap { sum in
                Int64(digits).flatMap { number in
                    let (product, isTooMuch) = number.multipliedReportingOverflow(by: units[index].seconds)
                    let (total, isMore) = sum.addingReportingOverflow(product)
                    return isTooMuch || isMore ? nil : total
                }
            }
            (digits, rest) = ("", rest[(index + 1)...])
        }
        return (sum, digits.isEmpty)
    }

    /// `duration` in whole seconds: `2h30m`.
    package static func text(_ duration: Duration) -> String {
        var rest = duration.components.seconds
        var text = ""
        for (letter, seconds) in units where rest >= seconds {
            text += "\(rest / seconds)\(letter)"
            rest %= seconds
        }
        return text.isEmpty ? "0s" : text
    }
}
