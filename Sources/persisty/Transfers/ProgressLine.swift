import PersistyTransfer
import TerminalUI

/// One line on a terminal that is written over and over.
struct ProgressLine: Sendable {
    private let output: Output

    init(_ output: Output) { self.output = output }

    /// Whether there is anybody to see it.
    var isSeen: Bool { output.isTerminal }

    func show(_ status: TransferStatus) async {
        var line: ShownText = "\(status.itemsDone) of \(status.itemsTotal), \(HumanSize.text(status.bytesDone))"
        if status.bytesTotal > 0 { line += " of \(HumanSize.text(status.bytesTotal))" }
        if let rate = status.bytesPerSecond { line += ", \(HumanSize.text(Int64(rate)))/s" }
        if let left = status.timeLeft { line += ", \(Self.clock(left)) left" }
        if let item = status.current.first { line += "  \(item.key)" }
        await write("\r" + line.cut(to: 79).text + "\u{1B}[K")
    }

    func clear() async { if isSeen { await write("\r\u{1B}[K") } }

    /// The carriage return and the erasing of the line's rest are ours; all between them is shown text.
    private func write(_ text: String) async {
        try? await output.write(Array(text.utf8))
        try? await output.flush()
    }

    private static func clock(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        let rest = seconds % 60
        return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"
    }
}
