import Glibc

/// A program with its arguments, and what it finds around it.
struct Command {
    var arguments: [String]
    var environment: [String: String]
    /// The file that its output goes to.
    var output = "/dev/null"
    /// The file that what it complains of goes to.
    var complaints = "/dev/null"

    /// Where programs are looked for; first where .ci/benchmark keeps clients of S3, if it has any.
    static let path =
        (getenv("PERSISTY_BENCHMARK_CLIENTS").map { [String(cString: $0)] } ?? [])
        + ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin"]

    /// Where the program of this name is.
    static func find(_ name: String) -> String? {
        path.map { $0 + "/" + name }.first { access($0, X_OK) == 0 }
    }
}

/// A running process, the first of its own group.
struct Child {
    let process: pid_t
    let started: ContinuousClock.Instant

    /// How a process ended.
    struct End {
        var status: Int32
        var time: ContinuousClock.Instant
        var processorTime: Duration
        var hasSucceeded: Bool { status == 0 }
    }

    /// Starts the command, on its own `terminal` if there is one.
    init(_ command: Command, terminal: String? = nil) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let terminal {
            // The first terminal that the leader of a session opens becomes its own.
            for descriptor in Int32(0)...2 {
                posix_spawn_file_actions_addopen(&actions, descriptor, terminal, O_RDWR, 0)
            }
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            let flags = O_WRONLY | O_CREAT | O_TRUNC
            posix_spawn_file_actions_addopen(&actions, 1, command.output, flags, 0o600)
            posix_spawn_file_actions_addopen(&actions, 2, command.complaints, flags, 0o600)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = Signals.set([])
        posix_spawnattr_setsigmask(&attributes, &signals)
        let ownGroup = terminal == nil ? POSIX_SPAWN_SETPGROUP : 0x80  // POSIX_SPAWN_SETSID
        posix_spawnattr_setflags(&attributes, Int16(ownGroup) | Int16(POSIX_SPAWN_SETSIGMASK))
        var argv = command.arguments.map { strdup($0) } + [nil]
        var envp = command.environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        guard let program = command.arguments.first.flatMap({ $0.contains("/") ? $0 : Command.find($0) }) else {
            throw Failure("“\(command.arguments.first ?? "")” is not installed.")
        }
        var process: pid_t = 0
        started = .now
        let error = Signals.uninterrupted {
            posix_spawn(&process, program, &actions, &attributes, &argv, &envp)
        }
        guard error == 0 else { throw Failure(program, errorNumber: error) }
        self.process = process
    }

    /// Waits for the end, and kills the process when it has not come by then. Runs `body` a hundred times a second.
    func end(by deadline: ContinuousClock.Instant, meanwhile body: (() -> Void)? = nil) -> End {
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, WNOHANG, &usage) == 0 {
            let left = deadline - .now
            guard left > .zero else { return kill() }
            var signals = Signals.child
            var time = (body == nil ? left : min(left, .milliseconds(10))).timespec
            body?()
            sigtimedwait(&signals, nil, &time)
        }
        return End(status: status, time: .now, processorTime: usage.processorTime)
    }

    /// Ends the process with all of its group, unless it has ended.
    @discardableResult
    func kill() -> End {
        var status: Int32 = 0
        var usage = rusage()
        if wait4(process, &status, WNOHANG, &usage) == 0 {
            Glibc.kill(-process, SIGKILL)
            wait4(process, &status, 0, &usage)
        }
        return End(status: status, time: .now, processorTime: usage.processorTime)
    }

    /// Ends every child with all of its group.
    static func killAll() {
        guard let tasks = try? Files.names(in: "/proc/self/task") else { return }
        for task in tasks {
            let children = (try? Files.text("/proc/self/task/\(task)/children")) ?? ""
            for child in children.split(whereSeparator: \.isWhitespace).compactMap({ pid_t($0) }) {
                Glibc.kill(-child, SIGKILL)
                waitpid(child, nil, 0)
            }
        }
    }
}

extension rusage {
    fileprivate var processorTime: Duration {
        .seconds(ru_utime.tv_sec + ru_stime.tv_sec) + .microseconds(ru_utime.tv_usec + ru_stime.tv_usec)
    }
}
