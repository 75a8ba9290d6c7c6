import TerminalUI

/// Text from a file, made safe to stand in a sentence.
enum Quoted {
    /// `text` in quotes, escaped, and cut when it is long.
    static func text(_ text: String) -> String { "“\(ShownText(text).cut(to: 60).text)”" }

    /// `text` with all escaped that a terminal could take for more than letters.
    static func escape(_ text: String) -> String { ShownText(text).text }
}

extension Nearest {
    /// A sentence that asks whether the nearest name was meant; `nil` when none is near.
    static func question(_ text: String, in names: some Sequence<String>) -> String? {
        name(to: text, among: names).map { "Did you mean “\($0)”?" }
    }
}
