import Browser
import Foundation
import TerminalUI
import Testing

@Suite struct `README's table of keys` {
    @Test func `is what the registry says`() throws {
        let (begin, end) = ("<!-- keys -->", "<!-- /keys -->")
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../README.md").standardized
        let text = try? String(contentsOf: file, encoding: .utf8)
        guard let text, let start = text.range(of: begin), let stop = text.range(of: end),
            start.upperBound <= stop.lowerBound
        else {
            Issue.record("README.md must hold the lines \(begin) and \(end); the table of keys stands between them.")
            return
        }
        let table = "\n\n" + KeyTable.markdown(try Keymap<Action>.browser()) + "\n"
        if ProcessInfo.processInfo.environment["RECORD"] != nil {
            let changed = text[..<start.upperBound] + table + text[stop.lowerBound...]
            try String(changed).write(to: file, atomically: true, encoding: .utf8)
            return
        }
        #expect(String(text[start.upperBound..<stop.lowerBound]) == table, "RECORD=1 writes the table anew")
    }

    @Test func `names every action once, and breaks no cell`() throws {
        let table = KeyTable.markdown(try Keymap<Action>.browser())
        for action in Action.allCases where action.storeIndex == nil {
            #expect(table.components(separatedBy: "`\(action.rawValue)`").count == 2, "\(action.rawValue)")
        }
        #expect(table.contains("`1 … 9`") && table.contains("`store.1 … 9`"))
        for line in table.split(separator: "\n") where line.hasPrefix("|") {
            #expect(line.replacing("\\|", with: "").split(separator: "|").count == 3, "\(line)")
        }
    }
}
