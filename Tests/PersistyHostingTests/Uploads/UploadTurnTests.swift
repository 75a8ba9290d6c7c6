import Testing

@testable import PersistyHosting

@Suite struct `Turns of uploads` {
    private static func turns() -> UploadTurns {
        var limits = HostedLimits()
        (limits.uploads, limits.uploadPatience) = (2, .seconds(1))
        return UploadTurns(limits)
    }

    @Test func `are so many at once`() {
        var turns = Self.turns()
        #expect(turns.admit(now: .zero) == .admitted(1))
        #expect(turns.admit(now: .zero) == .admitted(2))
        #expect(turns.admit(now: .zero) == .refused)
        turns.end(1)
        #expect(turns.admit(now: .zero) == .admitted(4))
    }

    @Test func `are taken from who keeps the server waiting, and from nobody else`() {
        var turns = Self.turns()
        _ = (turns.admit(now: .zero), turns.admit(now: .zero))
        turns.waits(1, now: .zero)
        // The store is busy with the bytes of the other.
        turns.waits(2, now: .zero)
        turns.came(2, 100_000, now: .seconds(0.5))
        #expect(turns.admit(now: .seconds(0.9)) == .refused)
        #expect(turns.admit(now: .seconds(1)) == .instead(of: 1, as: 4))
        #expect(turns.admit(now: .seconds(100)) == .refused)
        // It has sent much, and then stops.
        turns.waits(2, now: .seconds(100))
        #expect(turns.admit(now: .seconds(100.5)) == .refused)
        #expect(turns.admit(now: .seconds(101.2)) == .instead(of: 2, as: 7))
    }

    @Test(arguments: [(400, true), (1100, false)])
    func `are kept by who sends a kilobyte a second`(bytes: Int, isSlow: Bool) {
        var turns = Self.turns()
        _ = (turns.admit(now: .zero), turns.admit(now: .zero))
        for second in 0..<30 {
            turns.waits(1, now: .seconds(second))
            turns.came(1, bytes, now: .seconds(second + 1))
        }
        turns.waits(1, now: .seconds(30))
        #expect((turns.admit(now: .seconds(30)) == .refused) != isSlow)
    }
}
