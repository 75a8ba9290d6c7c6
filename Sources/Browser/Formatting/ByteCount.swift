package import TerminalUI

/// Numbers of bytes for people: `0 B`, `88.4 KiB`, `1.0 GiB`.
package enum ByteCount {
    private static let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]

    package static func text(_ bytes: Int64) -> ShownText {
        guard bytes >= 1024 else { return "\(Int(bytes)) B" }
        var (tenths, unit) = (bytes.dividingRounded(by: 1024, scale: 10), 0)
        var divisor: Int64 = 1024
        while tenths >= 10_235, unit + 1 < units.count {
            divisor <<= 10
            unit += 1
            tenths = bytes.dividingRounded(by: divisor, scale: 10)
        }
        return "\(Int(tenths / 10)).\(Int(tenths % 10)) \(units[unit])"
    }

    /// Rounded, and with every digit where that tells more: `1.2 KiB (1,234 bytes)`, `126 B`.
    package static func full(_ bytes: Int64) -> ShownText {
        bytes < 1024 ? text(bytes) : "\(text(bytes)) (\(exact(bytes)) bytes)"
    }

    /// With every digit, in groups of three: `432,851,904`.
    package static func exact(_ number: Int64) -> ShownText {
        var groups: [String] = []
        var rest = number.magnitude
        repeat {
            let group = String(rest % 1000)
            rest /= 1000
            groups.append(rest == 0 ? group : String(repeating: "0", count: 3 - group.utf8.count) + group)
        } while rest > 0
        return "\((number < 0 ? "-" : "") + groups.reversed().joined(separator: ","))"
    }
}

extension Int64 {
    /// This, times `scale`, divided and rounded to the nearest; exact for all sizes.
    fileprivate func dividingRounded(by divisor: Int64, scale: Int64) -> Int64 {
        let (whole, rest) = quotientAndRemainder(dividingBy: divisor)
        return whole * scale + (rest * scale + divisor / 2) / divisor
    }
}
