import TerminalUI

/// The form in which places outlive the program: a heading, and a line for each, escaped, so that whoever looks at the
/// file sees what a screen would show.
extension PlaceHistory {
    private static let heading = "persisty history 1"

    package var fileText: String {
        var text = Self.heading + "\n"
        for place in typed { text += "typed \(ShownText(place).text)\n" }
        for place in visited { text += "visited \(ShownText(place).text)\n" }
        return text
    }

    /// The places of a file, and how many of its lines are none; `nil` when it is no such file.
    package static func read(_ bytes: [UInt8]) -> (history: PlaceHistory, oddLines: Int)? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard let first = lines.popFirst(), String(first).utf8.elementsEqual(heading.utf8) else { return nil }
        var history = PlaceHistory()
        var oddLines = 0
        for line in lines where !line.isEmpty {
            let words = line.split(separator: " ", maxSplits: 1)
            let place = words.count == 2 ? ShownText.original(of: String(words[1])) : nil
            switch (String(words[0]), place) {
            case ("typed", let place?): history.typed.append(place)
            case ("visited", let place?): history.visited.append(place)
            default: oddLines += 1
            }
        }
        return (PlaceHistory(typed: history.typed, visited: history.visited), oddLines)
    }
}
