import NIOPosix
import PersistyData

/// A program that is run for the credentials that it prints.
struct CommandRun: Sendable {
    /// The program and its arguments. No secret of ours is among them: every program of the machine could read it there.
    let words: [String]
    /// The variables that it has.
    let environment: [String: String]
    /// How long it may take.
    let limit: Duration

    /// Runs `words` without a shell.
    init(_ words: [String], environment: [String: String], limit: Duration) {
        self.words = words
        self.environment = environment
        self.limit = limit
    }

    /// How errors name it: by the program alone, as arguments may be secret.
    var place: String { "the command “\((words.first ?? "").shownInSentence(limit: 120))”" }

    /// What it prints. It runs in a session of its own, with nothing to read, and is killed with all that it began when it
    /// takes too long, prints too much, or the task is cancelled.
    func output() async throws(DataError) -> [UInt8] {
        guard let program = words.first, !program.isEmpty, !words.contains(where: { $0.utf8.contains(0) }) else {
            throw DataError(
                .misconfigured, "The command that prints credentials is none.",
                hint: "Name a program and its arguments.",
                reason: "s3.bad_command")
        }
        let command = RunningCommand()
        let end: CommandEnd
        do {
            end = try await withTaskCancellationHandler {
                try await Self.threads.runIfActive { command.run(words, environment: environment, limit: limit) }
            } onCancel: {
                command.cancel()
            }
        } catch { throw DataError(error) }
        return try end.output(of: self)
    }

    /// The threads that wait for programs: those that read files are too few to wait for a minute. Started with the first
    /// program.
    private static let threads: NIOThreadPool = {
        let threads = NIOThreadPool(numberOfThreads: 4)
        threads.start()
        return threads
    }()
}
