/// Decides how long whoever has moved bytes must wait, so that no more go by in a second than are allowed.
///
/// Bytes are paid for after they were moved, so that a buffer may be larger than what a second allows. What was not
/// used for a while is not saved up, but for a quarter of a second.
package struct RateLimit: Sendable, Hashable {
    package let bytesPerSecond: Int64
    /// How many bytes were moved in all.
    package private(set) var total: Int64 = 0
    /// Until when all that was moved is paid for.
    private var paid: Duration?

    private static let credit = Duration.milliseconds(250)

    package init(bytesPerSecond: Int64) { self.bytesPerSecond = max(1, bytesPerSecond) }

    /// How long to wait after `bytes` were moved; `now` is since any fixed beginning.
    package mutating func wait(after bytes: Int64, at now: Duration) -> Duration {
        let begin = max(paid ?? now - Self.credit, now - Self.credit)
        let end = begin + .seconds(Double(max(0, bytes)) / Double(bytesPerSecond))
        paid = end
        total += bytes
        return max(.zero, end - now)
    }

    /// How many bytes to move at once at the most, so that they come evenly: four times a second.
    package var stride: Int { Int(min(64 << 20, max(256 << 10, bytesPerSecond / 4))) }
}
