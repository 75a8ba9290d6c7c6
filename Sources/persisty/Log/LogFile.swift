import Glibc
import Logging
import PersistyConfiguration
import TerminalUI

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
        guard PrivateFolder.make(folder), let file = LogFile(folder + "/persisty.log") else { return .silent }
        let level = Logger.Level(rawValue: level.rawValue) ?? .info
        var logger = Logger(label: "persisty") { _ in FileLogHandler(file, level: level) }
        logger[metadataKey: "pid"] = "\(getpid())"
        return logger
    }
}
