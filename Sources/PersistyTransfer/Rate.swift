/// How fast something goes: an exponentially weighted mean of what monotonic instants tell.
public struct Rate: Sendable, Hashable {
    /// After this long a change of speed shows at 63 %.
    private let memory: Duration
    private var last: (total: Int64, instant: Duration)?
    /// Units a second; `nil` until two instants are known.
    public private(set) var perSecond: Double?

    /// A rate of nothing yet.
    public init(memory: Duration = .seconds(3)) { self.memory = memory }

    /// Takes in that `total` was reached at `instant`, since any fixed beginning.
    public mutating func record(_ total: Int64, at instant: Duration) {
        guard let (before, then) = last else {
            last = (total, instant)
            return
        }
        let seconds = (instant - then).inSeconds
        guard seconds > 0 else { return }
        last = (total, instant)
        let now = Double(total - before) / seconds
        // 1 − e^(−t/τ), by its limit expression t/(t+τ) for irregular steps: no logarithm, and exact for equal rates.
        let weight = seconds / (seconds + memory.inSeconds)
        perSecond = perSecond.map { $0 + (now - $0) * weight } ?? now
    }

    /// How long `amount` more will take; `nil` when nobody can say.
    public func timeLeft(for amount: Int64) -> Duration? {
        guard let perSecond, perSecond >= 1, amount >= 0 else { return nil }
        let seconds = Double(amount) / perSecond
        return seconds < 1e9 ? .seconds(seconds) : nil
    }

    public static func == (left: Rate, right: Rate) -> Bool {
        left.memory == right.memory && left.perSecond == right.perSecond && left.last?.total == right.last?.total
            && left.last?.instant == right.last?.instant
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(perSecond)
        hasher.combine(last?.total)
    }
}

extension Duration {
    /// The duration as a number of seconds.
    package var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
