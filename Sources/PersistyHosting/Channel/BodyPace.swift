/// How fast the body of a request comes: so many bytes a second at the least, averaged over the last window of waiting for
/// them. What the server itself takes its time for does not count.
struct BodyPace: Sendable {
    /// The window, but for the part that is going on.
    private static let parts = 10

    private let leastBytes: Int
    private let window: Duration
    /// What came in each part of the window, the one that is going on in its place.
    private var bytes = InlineArray<11, Int>(repeating: 0)
    private var part = 0
    /// How long the client was waited for in all, and since when it is again.
    private var waited = Duration.zero
    private var since: Duration?

    init(rate: Int, window: Duration) {
        leastBytes = Int(window * rate / .seconds(1))
        self.window = window
    }

    /// From now on the client is waited for.
    mutating func waits(now: Duration) {
        if since == nil { since = now }
    }

    /// The client is not waited for any more.
    mutating func rests(now: Duration) {
        guard let since else { return }
        pass(now - since)
        self.since = nil
    }

    mutating func came(_ count: Int, now: Duration) {
        rests(now: now)
        bytes[part % bytes.count] += count
    }

    /// Whether too little came while the client was waited for.
    func isOverdue(now: Duration) -> Bool {
        guard let since, waited + (now - since) >= window else { return false }
        var then = self
        then.pass(now - since)
        var sum = 0
        for index in then.bytes.indices { sum += then.bytes[index] }
        return sum < leastBytes
    }

    /// Moves the window on.
    private mutating func pass(_ time: Duration) {
        waited += time
        let current = Int(waited / (window / Self.parts))
        while part < current {
            part = max(part + 1, current - bytes.count + 1)
            bytes[part % bytes.count] = 0
        }
    }
}
