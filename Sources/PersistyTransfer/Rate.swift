import Glibc

/// How fast something goes: an exponentially weighted mean of what monotonic instants tell.
public struct Rate: Sendable, Hashable {
    private struct Reading: Sendable, Hashable {
        var total: Int64
        var instant: Duration
    }

    /// After this long a change of speed shows at 63 %.
    private let memory: Duration
    private var last: Reading?
    /// Units a second; `nil` until two instants are known.
    public private(set) var perSecond: Double?

    /// A rate of nothing yet.
    public init(memory: Duration = .seconds(3)) { self.memory = memory }

    /// Takes in that `total` was reached at `instant`, since any fixed beginning.
    public mutating func record(_ total: Int64, at instant: Duration) {
        guard let before = last else {
            last = Reading(total: total, instant: instant)
            return
        }
        let seconds = (instant - before.instant).inSeconds
        guard seconds > 0 else { return }
        last = Reading(total: total, instant: instant)
        let now = Double(total - before.total) / seconds
        perSecond = perSecond.map { $0 + (now - $0) * (1 - exp(-seconds / memory.inSeconds)) } ?? now
    }

    /// How long `amount` more will take; `nil` when nobody can say.
    public func timeLeft(for amount: Int64) -> Duration? {
        guard let perSecond, perSecond >= 1, amount >= 0 else { return nil }
        let seconds = Double(amount) / perSecond
        return seconds < 1e9 ? .seconds(seconds) : nil
    }
}

extension Duration {
    /// The duration as a number of seconds.
    package var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
