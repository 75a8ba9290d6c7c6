import Logging
import PersistyData
import Synchronization
import TerminalUI

@testable import persisty

/// The lines that were logged, without their times.
final class KeptLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    var logger: Logger {
        Logger(label: "test") { _ in KeepingHandler { line in self.lines.withLock { $0.append(line) } } }
    }
}

/// Gives each line to whoever wants it.
private struct KeepingHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace
    let keep: @Sendable (String) -> Void

    init(keep: @escaping @Sendable (String) -> Void) { self.keep = keep }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let line = LogLine(Timestamp(seconds: 0), event.level, event.message.description, event.metadata ?? [:])
        keep(String(line.text.text.split(separator: " ", maxSplits: 1)[1]))
    }
}
