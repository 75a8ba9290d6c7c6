import Glibc
import Logging
import NIOCore
import NIOPosix
import PersistyConfiguration
import PersistyData
import Synchronization
import TerminalUI

/// Everything outside that a command sees: streams, environment and the person, if there is one.
final class Console: Sendable {
    let out: Output
    let errors: Output
    let environment: [String: String]
    let currentDirectory: String
    /// Whether somebody can answer a question.
    let isInteractive: Bool
    /// The bytes of the standard input.
    let input: @Sendable () -> DataReader
    /// The answer to a question that has been written to ``errors``.
    let answer: @Sendable () async -> String?
    private let failures = Atomic(0)
    private let log = Mutex<Logger?>(nil)

    init(
        out: Output, errors: Output, environment: [String: String], currentDirectory: String,
        isInteractive: Bool = false, input: @escaping @Sendable () -> DataReader = { DataReader([]) },
        answer: @escaping @Sendable () async -> String? = { nil }
    ) {
        self.out = out
        self.errors = errors
        self.environment = environment
        self.currentDirectory = currentDirectory
        self.isInteractive = isInteractive
        self.input = input
        self.answer = answer
    }

    /// Keeps in a log, too, what is said to have failed from now on.
    func keepFailures(in logger: Logger) { log.withLock { $0 = logger } }

    var hasFailures: Bool { failures.load(ordering: .relaxed) > 0 }

    /// Says one sentence to the person, on the stream for errors.
    func say(_ message: ShownText) async {
        // When nobody can read the errors there is nobody to tell.
        try? await errors.write("persisty: " + message)
        try? await errors.flush()
    }

    /// Says what failed; the command goes on and exits with 1.
    func fail(_ message: ShownText, isLogged: Bool = false) async {
        failures.add(1, ordering: .relaxed)
        if !isLogged { log.withLock { $0 }?.error("shown", metadata: ["says": .shown(message)]) }
        await say(message)
    }

    func fail(_ error: any Error) async throws {
        if error is OutputClosed { throw error }
        await fail(ShownText(error: error))
    }

    /// Asks a question that is answered by `y` or `yes`.
    func confirms(_ question: ShownText) async throws -> Bool {
        try await errors.write(Array((question + " [y/N] ").text.utf8))
        try await errors.flush()
        let answer = await answer()?.lowercased()
        return answer == "y" || answer == "yes"
    }
}

extension Console {
    /// The console of this process.
    static func process() -> Console {
        var environment: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            if let equals = strchr(text, Int32(UInt8(ascii: "="))) {
                let name = UnsafeRawBufferPointer(start: text, count: equals - text)
                environment[String(decoding: name, as: UTF8.self)] = String(cString: equals + 1)
            }
            entry += 1
        }
        let directory = getcwd(nil, 0)
        defer { free(directory) }
        return Console(
            out: Output(descriptor: STDOUT_FILENO), errors: Output(descriptor: STDERR_FILENO),
            environment: environment, currentDirectory: directory.map { String(cString: $0) } ?? "/",
            isInteractive: isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1,
            input: { DataReader(descriptor: STDIN_FILENO) },
            answer: { try? await NIOThreadPool.singleton.runIfActive { readLine() } })
    }
}

extension DataReader {
    /// What can be read from an open file, which stays open.
    init(descriptor: Int32, threads: NIOThreadPool = .singleton) {
        self.init(size: nil) { () throws(DataError) in
            do {
                return try await threads.runIfActive {
                    var buffer = ByteBufferAllocator().buffer(capacity: 1 << 18)
                    let count = try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 1 << 18) { bytes in
                        while true {
                            let count = Glibc.read(descriptor, bytes.baseAddress, bytes.count)
                            if count >= 0 { return count }
                            guard errno == EINTR else { throw OutputFailure(number: errno) }
                        }
                    }
                    return count == 0 ? nil : buffer
                }
            } catch let failure as OutputFailure {
                throw DataError(
                    .other, "The standard input cannot be read: \(systemMessage(failure.number)).",
                    hint: "Nothing of it was stored.")
            } catch {
                throw DataError(error)
            }
        }
    }
}
