/// What a figure counts, and how it is written.
enum Unit {
    /// In seconds.
    case time
    case bytes
    case bytesPerSecond
    case count

    func text(_ value: Double) -> String {
        switch self {
        case .time:
            if value < 0.001 { return "\(Self.digits(value * 1e6)) µs" }
            return value < 1 ? "\(Self.digits(value * 1e3)) ms" : "\(Self.digits(value)) s"
        case .bytes:
            let units = ["B", "KiB", "MiB", "GiB"]
            var (value, index) = (value, 0)
            while value >= 4096, index < units.count - 1 { (value, index) = (value / 1024, index + 1) }
            return "\(index == 0 ? Self.digits(value.rounded()) : Self.digits(value)) \(units[index])"
        case .bytesPerSecond: return "\(Self.digits(value / 1_048_576)) MiB/s"
        case .count: return Self.digits(value)
        }
    }

    /// Three digits or all before the point.
    static func digits(_ value: Double) -> String {
        guard value.isFinite else { return "—" }
        guard value < 100, value != value.rounded() else { return grouped(Int(value.rounded())) }
        let places = value < 1 ? 3 : value < 10 ? 2 : 1
        let scale = [1, 10, 100, 1000][places]
        let scaled = Int((value * Double(scale)).rounded())
        let fraction = String(scaled % scale)
        return "\(scaled / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
    }

    /// 1,000,000
    static func grouped(_ value: Int) -> String {
        var text = String(value.magnitude)
        var place = text.endIndex
        while text.distance(from: text.startIndex, to: place) > 3 {
            place = text.index(place, offsetBy: -3)
            text.insert(",", at: place)
        }
        return (value < 0 ? "-" : "") + text
    }
}
