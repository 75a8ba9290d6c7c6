import Synchronization

/// Carries out ``UploadTurns``.
final class UploadSlots: Sendable {
    private struct State {
        var turns: UploadTurns
        var ends: [Int: @Sendable () -> Void] = [:]
    }

    private let state: Mutex<State>
    private let start = ContinuousClock.now

    init(_ limits: HostedLimits) { state = Mutex(State(turns: UploadTurns(limits))) }

    /// How long somebody waits for a turn, and how often he looks.
    private static let (waiting, interval) = (Duration.seconds(1), Duration.milliseconds(50))

    /// Takes a turn, until nobody holds it; `nil` where there is none for a while.
    ///
    /// - Parameter end: Ends the upload, when it makes room for another.
    func take(orEndBy end: @escaping @Sendable () -> Void) async -> UploadTurn? {
        let start = ContinuousClock.now
        while true {
            if let turn = takeNow(end) { return turn }
            guard ContinuousClock.now - start < Self.waiting else { return nil }
            do { try await Task.sleep(for: Self.interval) } catch { return nil }
        }
    }

    private func takeNow(_ end: @escaping @Sendable () -> Void) -> UploadTurn? {
        let (turn, ended) = state.withLock { state -> (Int?, (@Sendable () -> Void)?) in
            switch state.turns.admit(now: now) {
            case .refused: return (nil, nil)
            case .admitted(let turn):
                state.ends[turn] = end
                return (turn, nil)
            case .instead(let other, let turn):
                state.ends[turn] = end
                return (turn, state.ends.removeValue(forKey: other))
            }
        }
        ended?()
        return turn.map { UploadTurn(self, $0) }
    }

    fileprivate func waits(_ turn: Int) { state.withLock { $0.turns.waits(turn, now: now) } }

    fileprivate func came(_ turn: Int, _ bytes: Int) { state.withLock { $0.turns.came(turn, bytes, now: now) } }

    fileprivate func give(_ turn: Int) {
        state.withLock { state in
            state.turns.end(turn)
            state.ends[turn] = nil
        }
    }

    private var now: Duration { ContinuousClock.now - start }
}

/// The turn of one upload.
final class UploadTurn: Sendable {
    private let slots: UploadSlots
    private let number: Int

    fileprivate init(_ slots: UploadSlots, _ number: Int) {
        self.slots = slots
        self.number = number
    }

    deinit { slots.give(number) }

    /// The client is waited for.
    func waits() { slots.waits(number) }

    func came(_ bytes: Int) { slots.came(number, bytes) }
}
