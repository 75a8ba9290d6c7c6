import Logging
import PersistyData
import TerminalUI

/// One line of the log: when, how grave, what, and what is known besides as `name=value`.
///
/// Values come from outside. They are escaped, and quoted where they could be taken for more than one value.
struct LogLine {
    let text: ShownText

    init(_ time: Timestamp, _ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) {
        var line: ShownText = "\(time.rfc3339) \(level.rawValue) \(message)"
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) { line += " \(name)=" + Self.shown(value) }
        text = line
    }

    private static func shown(_ value: Logger.MetadataValue) -> ShownText {
        // What is shown text already was escaped when it was made.
        if case .stringConvertible(let known) = value, let shown = known as? ShownText { return shown.word }
        return ShownText(value.description).word
    }
}
