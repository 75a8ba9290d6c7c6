import Glibc
import Logging
import PersistyConfiguration
import PersistyData
import Synchronization
import TerminalUI

/// Logs to a file, because the terminal belongs to the screen. Every value is escaped.
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
        var line: ShownText = "\(Timestamp.now.rfc3339) \(event.level.rawValue) \(event.message.description)"
        for (name, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }).sorted(by: {
            $0.key < $1.key
        }) {
            line += " \(name)=\(value.description)"
        }
        file.append(line)
    }
}

/// The file of the log, open for appending.
final class LogFile: Sendable {
    private let descriptor: Int32

    /// - Returns: `nil` when it cannot be opened; then nothing is logged.
    init?(_ path: String) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { return nil }
        // It may have been made by somebody else with other rights.
        fchmod(descriptor, 0o600)
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_size > Self.limit { ftruncate(descriptor, 0) }
    }

    deinit { close(descriptor) }

    func append(_ line: ShownText) {
        // One write with O_APPEND: lines of several processes do not mix (write(2)).
        let bytes = Array(line.text.utf8) + [UInt8(ascii: "\n")]
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }

    private static let limit: off_t = 8 << 20

    /// A logger into `folder`, which is made, private, when it is not there.
    static func logger(in folder: String, level: LogConfiguration.Level) -> Logger {
        guard PrivateFolder.make(folder), let file = LogFile(folder + "/persisty.log") else {
            return Logger(label: "persisty") { _ in SwiftLogNoOpLogHandler() }
        }
        let level = Logger.Level(rawValue: level.rawValue) ?? .info
        return Logger(label: "persisty") { _ in FileLogHandler(file, level: level) }
    }
}

/// Folders that only their owner may look into.
enum PrivateFolder {
    /// Makes `path` with all folders above it, mode 0700; tells whether it is there now.
    static func make(_ path: String) -> Bool {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/" + part
            mkdir(made, 0o700)
        }
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
