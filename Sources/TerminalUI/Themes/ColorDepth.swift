/// How many colours a terminal has.
package enum ColorDepth: String, CaseIterable, Hashable, Sendable {
    case direct
    case palette256 = "256"
    case palette16 = "16"
    case mono

    /// What the environment and the terminal's description say. `NO_COLOR` with any text wins (no-color.org).
    package static func detect(environment: [String: String], terminalColors: Int) -> ColorDepth {
        if let noColor = environment["NO_COLOR"], !noColor.isEmpty { return .mono }
        if environment["TERM"] == "dumb" { return .mono }
        let promise = environment["COLORTERM"]?.lowercased()
        if promise == "truecolor" || promise == "24bit" || terminalColors > 256 { return .direct }
        return switch terminalColors {
        case 256...: .palette256
        case 8...: .palette16
        default: .mono
        }
    }
}
