import PersistyConfiguration
import TerminalUI

/// The themes by name: a person's own before those that are built in.
struct Themes: Sendable {
    let names: [String]

    init() { names = ["terminal"] }

    func theme(_ name: String, depth: ColorDepth) throws -> Theme {
        try Theme.resolve([ThemeDefinition(slug: "terminal", name: "Terminal", inherits: nil)], depth: depth).theme
    }
}
