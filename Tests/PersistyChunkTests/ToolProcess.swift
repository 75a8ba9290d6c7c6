import Glibc
import NIOPosix
import Synchronization
import Testing

/// `chunk-tool` in a process of its own.
final class ToolProcess: Sendable {
    let pid: pid_t
    private let output: Int32
    private let input: Int32

    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        (pid, input, output) = try Self.spawning.withLock { _ in try Self.spawn(arguments, environment) }
    }

    /// Threads for waiting, which the stores' own do not get stuck behind.
    private static let threads: NIOThreadPool = {
        let threads = NIOThreadPool(numberOfThreads: 4)
        threads.start()
        return threads
    }()

    /// Held while descriptors are open that no other process should get, as its copies would keep a pipe open.
    private static let spawning = Mutex(())

    private static func spawn(
        _ arguments: [String], _ environment: [String: String]
    ) throws -> (pid: pid_t, input: Int32, output: Int32) {
        var toTool: [Int32] = [0, 0]
        var fromTool: [Int32] = [0, 0]
        let arePiped = pipe(&toTool) == 0 && pipe(&fromTool) == 0
        try #require(arePiped)
        for file in toTool + fromTool { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, toTool[0], STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, fromTool[1], STDOUT_FILENO)
        let tool = try tool()
        var pid: pid_t = 0
        let variables = environment.map { "\($0.key)=\($0.value)" } + ["SWIFT_BACKTRACE=enable=no"]
        let argv = ([tool] + arguments).map { strdup($0) } + [nil]
        let envp = variables.map { strdup($0) } + [nil]
        defer { for text in argv + envp { free(text) } }
        let result = posix_spawn(&pid, tool, &actions, nil, argv, envp)
        posix_spawn_file_actions_destroy(&actions)
        close(toTool[0])
        close(fromTool[1])
        try #require(result == 0, "\(tool) cannot be started")
        return (pid, toTool[1], fromTool[0])
    }

    deinit {
        close(input)
        close(output)
    }

    /// The lines it writes, each given to `body`, until it ends or `body` returns false.
    func lines(_ body: @escaping @Sendable (String) -> Bool) async throws {
        let output = output
        try await Self.threads.runIfActive {
            var line: [UInt8] = []
            var byte: UInt8 = 0
            while read(output, &byte, 1) == 1 {
                guard byte == UInt8(ascii: "\n") else {
                    line.append(byte)
                    continue
                }
                guard body(String(decoding: line, as: UTF8.self)) else { return }
                line = []
            }
        }
    }

    func say(_ line: String) { _ = write(input, line + "\n", line.utf8.count + 1) }

    func kill() { _ = Glibc.kill(pid, SIGKILL) }

    /// Waits for its end: the exit code, or 128 and the signal.
    func end() async throws -> Int32 {
        let pid = pid
        return try await Self.threads.runIfActive {
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
        }
    }

    /// Runs it to its end.
    static func run(
        _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> (status: Int32, lines: [String]) {
        let process = try ToolProcess(arguments, environment: environment)
        let lines = Lines()
        try await process.lines { lines.append($0) }
        return (try await process.end(), lines.all)
    }

    private static func tool() throws -> String {
        var path = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        let own = String(decoding: path.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        let folders = [
            own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/"),
            package.joined(separator: "/") + "/.build/debug",
        ]
        return try #require(
            folders.map { $0 + "/chunk-tool" }.first { access($0, X_OK) == 0 }, "chunk-tool was not built: \(folders)")
    }
}
