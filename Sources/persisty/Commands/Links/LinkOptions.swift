import ArgumentParser
import PersistyConfiguration
import PersistyData

/// How long a link lives: `90s`, `15m`, `12h`, `7d`.
struct LinkLife: ExpressibleByArgument {
    let duration: Duration

    init?(argument: String) {
        guard let age = Age(argument: argument) else { return nil }
        duration = .seconds(age.seconds)
    }

    /// - Throws: where no link lives so long.
    func check() throws {
        guard duration >= .seconds(1), duration <= Link.longestLife else {
            throw ValidationError("A link lasts from one second to seven days: 90s, 15m, 12h or 7d.")
        }
    }
}

/// A number of bytes: `512KiB`, `8MiB`, `1GiB`.
struct SizeOption: ExpressibleByArgument {
    let bytes: Int64

    init?(argument: String) {
        do throws(ByteSize.Fault) { bytes = try ByteSize.parse(argument) } catch { return nil }
    }
}

/// A media type, or a family of them.
struct TypeOption: ExpressibleByArgument {
    let type: String

    init?(argument: String) {
        guard ContentType.isWellFormed(argument) else { return nil }
        type = argument
    }
}

/// How a link is written.
enum LinkFormat: EnumerableFlag {
    case json, curl

    static func help(for value: LinkFormat) -> ArgumentHelp? {
        switch value {
        case .json: "Write one JSON object a line, with the headers to send."
        case .curl: "Write a command of curl that uses it."
        }
    }
}
