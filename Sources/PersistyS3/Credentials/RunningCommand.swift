import CLinux
import Glibc
import Synchronization

/// A program while it runs, which another thread may end.
final class RunningCommand: Sendable {
    private enum Phase {
        case waiting
        case running(pid_t)
        case over
    }

    private struct State {
        var phase = Phase.waiting
        var isCancelled = false
    }

    /// How long nobody looks whether it has ended while it, or another program that it began, holds its outputs open; in
    /// milliseconds.
    private static let longestNap: Int32 = 50
    /// How often that is done for one that was killed: the system may hold it for longer than anybody waits.
    private static let patience = 100

    /// How often is read what a program has left: more than a pipe holds.
    private static let leftover = 32

    // Held while it is begun, killed and taken from the system's table, so that no signal goes to a stranger who got its
    // number.
    private let state = Mutex(State())

    /// Ends it, or keeps it from beginning.
    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            Self.kill(state.phase)
        }
    }

    /// Runs it to its end, on a thread that may block.
    func run(_ words: [String], environment: [String: String], limit: Duration) -> CommandEnd {
        var outlets: CommandOutlets
        switch begin(words, environment) {
        case .success(let begun): outlets = begun
        case .failure(let unstarted): return CommandEnd(cause: unstarted.cause)
        }
        defer { outlets.close() }
        var end = CommandEnd(cause: .exited(0))
        let deadline = ContinuousClock.now + limit
        var nap: Int32 = 1
        while true {
            // At the end of its outputs a program is nearly over itself.
            nap = outlets.areOver ? min(nap * 2, Self.longestNap) : 1
            let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
            guard left > 0 else { return finish(end, .tooLong) }
            if outlets.take(
                into: &end, wait: Int32(min(left.rounded(.up), Double(outlets.areOver ? nap : Self.longestNap))))
                == .tooMuch
            {
                return finish(end, .tooMuch)
            }
            guard let status = ended() else { continue }
            // What it left in its pipes, and no more: another program may hold them open and write for ever.
            for _ in 0..<Self.leftover {
                let taken = outlets.take(into: &end, wait: 0)
                if taken == .tooMuch { return finish(end, .tooMuch) }
                if taken == .nothing { break }
            }
            return finish(end, Self.cause(status))
        }
    }

    private struct Unstarted: Error { let cause: CommandEnd.Cause }

    private func begin(_ words: [String], _ environment: [String: String]) -> Result<CommandOutlets, Unstarted> {
        var output: [Int32] = [-1, -1]
        var errors: [Int32] = [-1, -1]
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        var result = nothing < 0 ? -errno : persisty_pipe(&output)
        if result >= 0 { result = persisty_pipe(&errors) }
        if result >= 0 {
            var words = words.map { strdup($0) } + [nil]
            var environment = environment.map { strdup("\($0)=\($1)") } + [nil]
            defer { for pointer in words + environment { free(pointer) } }
            result = state.withLock { state in
                guard !state.isCancelled else { return -ECANCELED }
                let process = persisty_spawn(&words, &environment, nothing, output[1], errors[1])
                if process > 0 { state.phase = .running(process) }
                return process
            }
        }
        for descriptor in [nothing, output[1], errors[1]] where descriptor >= 0 { close(descriptor) }
        var outlets = CommandOutlets(output: output[0], errors: errors[0])
        guard result < 0 else { return .success(outlets) }
        outlets.close()
        return .failure(Unstarted(cause: result == -ECANCELED ? .cancelled : .unstarted(-result)))
    }

    /// How it ended; `nil` while it runs. Never waits.
    private func ended() -> Int32? {
        state.withLock { state in
            guard case .running(let process) = state.phase else { return nil }
            var status: Int32 = 0
            // Where a program has the system forget what it began, this fails in the end, and what was printed decides.
            guard waitpid(process, &status, WNOHANG) != 0 else { return nil }
            state.phase = .over
            return status
        }
    }

    private func finish(_ end: CommandEnd, _ cause: CommandEnd.Cause) -> CommandEnd {
        var end = end
        end.cause = cause
        state.withLock { state in
            Self.kill(state.phase)
            if state.isCancelled { end.cause = .cancelled }
        }
        var attempts = 0
        while isRunning, ended() == nil, attempts < Self.patience {
            _ = poll(nil, 0, attempts < 10 ? 1 : Self.longestNap)
            attempts += 1
        }
        return end
    }

    private var isRunning: Bool {
        state.withLock { state in if case .running = state.phase { true } else { false } }
    }

    /// Kills it with all that it began and that stayed in its session's first group.
    private static func kill(_ phase: Phase) {
        if case .running(let process) = phase { _ = Glibc.kill(-process, SIGKILL) }
    }

    /// What a status of `wait(2)` says.
    private static func cause(_ status: Int32) -> CommandEnd.Cause {
        let signal = status & 0x7f
        return signal == 0 ? .exited(status >> 8 & 0xff) : .signalled(signal)
    }
}
