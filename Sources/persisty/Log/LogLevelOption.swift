import ArgumentParser
import PersistyConfiguration

/// A level of the log, as an option.
struct LogLevelOption: ExpressibleByArgument {
    var level: LogConfiguration.Level

    init?(argument: String) {
        guard let level = LogConfiguration.Level(rawValue: argument) else { return nil }
        self.level = level
    }

    static let list = LogConfiguration.Level.allCases.map(\.rawValue).joined(separator: ", ")
    static let allValueStrings = LogConfiguration.Level.allCases.map(\.rawValue)
}
