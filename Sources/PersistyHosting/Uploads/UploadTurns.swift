/// Which uploads go on at once. Where there are as many as may be, one whose client is slow makes room for another: a few
/// that send next to nothing must not keep all others out.
struct UploadTurns: Sendable {
    /// What comes of somebody who wants a turn.
    enum Admission: Sendable, Equatable {
        case admitted(Int)
        /// In the place of another, which ends.
        case instead(of: Int, as: Int)
        case refused
    }

    private let count: Int
    private let pace: BodyPace
    private var turns: [Int: BodyPace] = [:]
    private var last = 0

    init(_ limits: HostedLimits) {
        count = limits.uploads
        pace = BodyPace(rate: limits.bodyRate, window: limits.uploadPatience)
    }

    mutating func admit(now: Duration) -> Admission {
        last += 1
        if turns.count < count {
            turns[last] = pace
            return .admitted(last)
        }
        guard let slow = slow(now) else { return .refused }
        turns[slow] = nil
        turns[last] = pace
        return .instead(of: slow, as: last)
    }

    mutating func end(_ turn: Int) { turns[turn] = nil }

    /// The client of a turn is waited for.
    mutating func waits(_ turn: Int, now: Duration) { turns[turn]?.waits(now: now) }

    /// So many bytes came for a turn.
    mutating func came(_ turn: Int, _ bytes: Int, now: Duration) { turns[turn]?.came(bytes, now: now) }

    /// The first that is slow.
    private func slow(_ now: Duration) -> Int? {
        turns.filter { $0.value.isOverdue(now: now) }.keys.min()
    }
}
