import PersistyConfiguration
import PersistyData
import PersistyTransfer
import TerminalUI

extension ShownText {
    /// What happened, in one line.
    init(error: any Error) {
        switch error {
        case let error as DataError: self = ShownText(failure: error)
        case let error as ConfigurationError: self.init(error.description)
        case let error as OutputFailure: self.init("The output cannot be written: \(systemMessage(error.number)).")
        case is CancellationError: self = "This was cancelled."
        default: self.init("\(error)")
        }
    }

    /// `STORE:KEY: what happened. What to do.`, or the path, for a folder that was named by its path.
    init(failure error: DataError, name: [UInt8]? = nil) {
        let name = (error.name ?? name).map { ShownText(bytes: $0) } ?? ""
        let root = error.store.map { Place.text("", in: $0) } ?? ""
        let place = ShownText(root) + name
        // The root of a store ends in a colon already.
        let colon: ShownText = place.isEmpty ? "" : name.isEmpty && root.hasSuffix(":") ? " " : ": "
        self = place + colon + ShownText(sentence: error)
    }

    /// `1 item`, `3 items`.
    static func count(_ count: Int, _ one: ShownText, _ many: ShownText) -> ShownText {
        ShownText(String(count)) + " " + (count == 1 ? one : many)
    }
}

extension Console {
    /// Says of each what failed.
    func fail(_ failures: [TransferFailure], isLogged: Bool = false) async {
        for failure in failures {
            await fail(ShownText(failure: failure.error, name: failure.name), isLogged: isLogged)
        }
    }
}

/// A line that the argument parser wrote: its indentation is kept, and what it quotes of the arguments is escaped.
enum ShownLine {
    static func text(_ line: Substring) -> ShownText {
        let blanks = line.prefix { $0 == " " }
        return ("" as ShownText).padded(to: blanks.utf8.count) + ShownText(String(line.dropFirst(blanks.count)))
    }
}

/// Numbers of bytes for people.
enum HumanSize {
    /// `999 B`, `1.5 KiB`, `12 GiB`: at most eight columns.
    static func text(_ bytes: Int64) -> String {
        guard bytes >= 1024 else { return "\(bytes) B" }
        var scaled = bytes
        var unit = 0
        while scaled >= 1 << 20 {
            scaled >>= 10
            unit += 1
        }
        let tenths = scaled * 10 / 1024
        let number = tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : "\(tenths / 10)"
        return number + " " + units[unit]
    }

    private static let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
}
