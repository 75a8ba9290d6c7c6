import Browser
import PersistyConfiguration
import TerminalUI

extension Keymap where Action == Browser.Action {
    /// The default keys, with those of the configuration in their place.
    ///
    /// - Throws: ``UsageError`` for the first action that is none, key that is none, or key that has two meanings.
    static func browser(_ configuration: Configuration) throws -> Self {
        var chosen: [Action: [[Key]]] = [:]
        for binding in configuration.ui.keys {
            do throws(ConfigurationError) {
                let action = try binding.knownAction
                let keys = try binding.sequences
                for sequence in keys { try binding.check(sequence, against: chosen) }
                chosen[action] = keys
            } catch {
                var fault = error
                fault.file = configuration.file
                throw UsageError(ShownText(error: fault))
            }
        }
        return try browser(chosen)
    }
}

extension UIConfiguration.KeyBinding {
    fileprivate var knownAction: Action {
        get throws(ConfigurationError) {
            if let action = Action(rawValue: action) { return action }
            let nearest = Nearest.name(to: action, among: Action.allCases.map(\.rawValue))
            throw fault(
                .unknownKey, "There is no action “\(action)”.",
                hint: nearest.map { "Did you mean “\($0)”?" } ?? "README has a table of all actions.")
        }
    }

    fileprivate var sequences: [[Key]] {
        get throws(ConfigurationError) {
            var sequences: [[Key]] = []
            for notation in keys {
                do {
                    sequences.append(try Key.sequence(notation).map(\.normalized))
                } catch {
                    throw fault(.value, error.message)
                }
            }
            return sequences
        }
    }

    fileprivate func check(_ keys: [Key], against chosen: [Action: [[Key]]]) throws(ConfigurationError) {
        for (other, sequences) in chosen.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            guard let taken = sequences.first(where: { $0.starts(with: keys) || keys.starts(with: $0) }) else {
                continue
            }
            let shown = taken.map(\.shown).joined(separator: " ")
            throw fault(
                .duplicate, "“\(shown)” means “\(other.rawValue)” already.",
                hint: "No keys can mean two actions, or begin with those of another.")
        }
    }

    private func fault(_ code: ConfigurationError.Code, _ message: ShownText, hint: String? = nil) -> ConfigurationError
    {
        ConfigurationError(
            code, message.text, hint: hint, field: ShownText("ui.keys.\(action)").text, at: position)
    }
}
