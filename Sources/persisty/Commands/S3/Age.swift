import ArgumentParser

/// How old something is at least: `90m`, `12h`, `1d`, `2w`.
struct Age: ExpressibleByArgument {
    let seconds: Int64

    init?(argument: String) {
        guard let last = argument.unicodeScalars.last, let unit = Self.units[last],
            let number = Int64(argument.dropLast()), number >= 0
        else { return nil }
        let (seconds, overflows) = number.multipliedReportingOverflow(by: unit)
        guard !overflows, seconds <= 1 << 40 else { return nil }
        self.seconds = seconds
    }

    private static let units: [Unicode.Scalar: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
}
