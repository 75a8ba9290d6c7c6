/// A number of bytes as people write it: `8MiB`, `256KiB`, `0`.
package enum ByteSize {
    package enum Fault: Error, Equatable {
        case noNumber, overflow
        case unknownUnit(String)
    }

    package static func parse(_ text: String) throws(Fault) -> Int64 {
        let digits = text.prefix { ("0"..."9").contains($0) }
        guard !digits.isEmpty else { throw .noNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let factor = units[unit.lowercased()] else { throw .unknownUnit(String(unit)) }
        guard let number = Int64(digits) else { throw .overflow }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: factor)
        guard !overflow else { throw .overflow }
        return bytes
    }

    private static let units: [String: Int64] = [
        "": 1, "b": 1, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40, "kb": 1000, "mb": 1_000_000,
        "gb": 1_000_000_000, "tb": 1_000_000_000_000,
    ]
}

extension SettingFields {
    /// A size in bytes.
    func byteSize(
        _ name: String, atLeast least: Int64 = 0, atMost most: Int64 = .max
    ) throws(ConfigurationError)
        -> Int64?
    {
        guard let text = try string(name) else { return nil }
        let bytes: Int64
        do {
            bytes = try ByteSize.parse(text)
        } catch {
            switch error {
            case .noNumber:
                throw fault(.value, name, "\(Quoted.text(text)) is not a size.", hint: Self.sizeHint)
            case .overflow:
                throw fault(.value, name, "\(Quoted.text(text)) is larger than any size can be: overflow.")
            case .unknownUnit(let unit):
                throw fault(.value, name, "There is no unit \(Quoted.text(unit)).", hint: Self.sizeHint)
            }
        }
        guard bytes >= least else { throw fault(.value, name, "This wants at least \(least) bytes, and got \(bytes).") }
        guard bytes <= most else { throw fault(.value, name, "This wants at most \(most) bytes, and got \(bytes).") }
        return bytes
    }

    /// A time in seconds.
    func seconds(_ name: String, atMost most: Int, _ limit: String) throws(ConfigurationError) -> Int? {
        guard let text = try string(name) else { return nil }
        let digits = text.prefix { ("0"..."9").contains($0) }
        let units = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let number = Int(digits), number > 0, let unit = units[String(text.dropFirst(digits.count))] else {
            throw fault(.value, name, "\(Quoted.text(text)) is not a time.", hint: "Write it like 90s, 15m, 12h or 7d.")
        }
        let (seconds, overflow) = number.multipliedReportingOverflow(by: unit)
        guard !overflow, seconds <= most else { throw fault(.value, name, "This wants at most \(limit).") }
        return seconds
    }

    private static let sizeHint = "Write it like 512KiB, 8MiB or 1GiB."
}
