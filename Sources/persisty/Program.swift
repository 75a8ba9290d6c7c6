import ArgumentParser
import Glibc
import TerminalUI

/// What is run: the arguments in, an exit status out.
@main
enum Program {
    static func main() async {
        // A reader that has gone is told by EPIPE at the write, where it can be answered quietly.
        signal(SIGPIPE, SIG_IGN)
        let console = Console.process()
        exit(await run(Array(CommandLine.arguments.dropFirst()), on: console))
    }

    /// Runs one command and says how it ended: 0 done, 1 something failed, 2 wrong usage or configuration.
    static func run(_ arguments: [String], on console: Console) async -> Int32 {
        do {
            if let places = Browse.places(arguments) {
                try await Browse.run(places, on: console)
                return console.hasFailures ? 1 : 0
            }
            let command: any ParsableCommand
            do {
                command = try Persisty.parseAsRoot(arguments)
                guard command is any ConsoleCommand else {
                    // Help, or a command that only has others below it: it answers by throwing.
                    var command = command
                    try command.run()
                    return 0
                }
            } catch {
                return try await refuse(error, on: console)
            }
            guard let command = command as? any ConsoleCommand else { return 0 }
            try await command.run(on: console)
            try await console.out.flush()
            return console.hasFailures ? 1 : 0
        } catch is OutputClosed {
            return 0
        } catch {
            return await report(error, on: console)
        }
    }

    /// The parser's own words: help on the output, a fault of usage on the errors.
    private static func refuse(_ error: any Error, on console: Console) async throws -> Int32 {
        let isAnswer = Persisty.exitCode(for: error) == .success
        let output = isAnswer ? console.out : console.errors
        for line in Persisty.fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false) {
            try await output.write(ShownLine.text(line))
        }
        try await output.flush()
        return isAnswer ? 0 : 2
    }

    private static func report(_ error: any Error, on console: Console) async -> Int32 {
        try? await console.out.flush()
        switch error {
        case let error as UsageError:
            await console.say(error.message)
            return 2
        case let error as ValidationError:
            await console.say(ShownText(error.message))
            return 2
        default:
            await console.say(ShownText(error: error))
            return 1
        }
    }
}

/// A command that was asked for in a way that cannot be meant.
struct UsageError: Error {
    var message: ShownText

    init(_ message: ShownText) { self.message = message }
}
