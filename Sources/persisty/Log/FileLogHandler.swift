import Logging
import PersistyData

/// Logs to a file, because the terminal belongs to the screen.
struct FileLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    private let file: LogFile

    init(_ file: LogFile, level: Logger.Level) {
        self.file = file
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let known = metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 })
        file.append(LogLine(.now, event.level, event.message.description, known).text)
    }
}

extension Logger {
    /// A logger that keeps nothing.
    static var silent: Logger { Logger(label: "persisty") { _ in SwiftLogNoOpLogHandler() } }
}
