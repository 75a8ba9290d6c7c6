import Browser
import PersistyData
import TerminalUI
import Testing

@Suite struct `A screen drawn step by step` {
    @Test(arguments: [Size(columns: 120, rows: 36), Size(columns: 80, rows: 9), Size(columns: 50, rows: 14)])
    func `is the screen drawn at once, whatever is done`(size: Size) throws {
        var model = try Sample.filled(columns: size.columns, rows: size.rows)
        var screen = Screen()
        var random = SystemRandomNumberGenerator()
        let keys = [
            "j", "k", "j", "j", "G", "g g", "space", "tab", "s s", "s n", "ctrl-a", "escape", "v", "i", "/", "escape",
            "ctrl-d", "pageup", "|", "enter", "backspace", "g s", "escape", "?", "escape", ".", "y",
        ]
        for _ in 0..<400 {
            let key = keys.randomElement(using: &random) ?? "j"
            try model.press(key)
            if case .loading = model.pane.listing.state { Sample.list(files: Sample.files, model.focus, in: &model) }
            let whole = view(model)
            let drawn = screen.draw(model)
            #expect(drawn.cells.description == whole.cells.description, "after \(key)")
            #expect(drawn.cells == whole.cells, "after \(key)")
            #expect(drawn.targets.count == whole.targets.count, "after \(key)")
        }
    }
}
