import Glibc
import Testing

/// A process that is run to its end, or on a terminal.
enum Spawned {
    /// The folder of the built programs: where the test bundle is.
    static let products: String = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ownPath
        // Programs are begun in other folders than the tests were.
        let path = realpath(bundle, nil)
        defer { free(path) }
        let whole = path.map { String(cString: $0) } ?? bundle
        return whole.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }()

    static var persisty: String { products + "/persisty" }

    private static let ownPath: String = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, 4095)
        return String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }()

    struct Failed: Error, CustomStringConvertible {
        var description: String
    }

    /// Begins a process; `terminal` becomes its own.
    static func start(
        _ arguments: [String], environment: [String: String], in folder: String? = nil, output: Int32? = nil,
        terminal: String? = nil
    ) throws -> pid_t {
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
            for descriptor in Int32(1)...2 {
                if let output { posix_spawn_file_actions_adddup2(&actions, output, descriptor) }
            }
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Threads of tasks block signals, by which tmux ends itself.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        let ownSession = terminal == nil ? 0 : Int16(0x80)  // POSIX_SPAWN_SETSID
        posix_spawnattr_setflags(&attributes, ownSession | Int16(POSIX_SPAWN_SETSIGMASK))
        let arguments = folder.map { ["env", "-C", $0] + arguments } ?? arguments
        var argv = arguments.map { strdup($0) } + [nil]
        var envp = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var process: pid_t = 0
        let status = posix_spawnp(&process, arguments[0], &actions, &attributes, &argv, &envp)
        guard status == 0 else {
            let hint = status == ENOENT ? " It is not installed." : ""
            throw Failed(description: "“\(arguments[0])” cannot be run: \(String(cString: strerror(status))).\(hint)")
        }
        return process
    }

    /// Runs a process to its end and gives what it wrote.
    static func run(
        _ arguments: [String], environment: [String: String], in folder: String? = nil
    ) throws -> (status: Int32, output: String) {
        // A file and no pipe: the processes of other tests cannot keep it from ending.
        var name = Array("/tmp/persisty-output-XXXXXX".utf8CString)
        let output = mkstemp(&name)
        guard output >= 0 else { throw Failed(description: "There is no file for the output.") }
        unlink(name)
        _ = fcntl(output, F_SETFD, FD_CLOEXEC)
        defer { close(output) }
        let process = try start(arguments, environment: environment, in: folder, output: output)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = pread(output, &buffer, buffer.count, off_t(bytes.count))
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return (status, String(decoding: bytes, as: UTF8.self))
    }
}

extension Scene {
    /// The environment of a program that has no configuration: `here` and `vault`.
    var plainEnvironment: [String: String] {
        [
            "HOME": path + "/home", "XDG_CONFIG_HOME": path + "/none", "XDG_STATE_HOME": path + "/state",
            "XDG_DATA_HOME": path + "/data", "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC",
        ]
    }

    /// Runs the built program in the scene's folder.
    func program(_ arguments: String...) throws -> (status: Int32, output: String) {
        try Spawned.run([Spawned.persisty] + arguments, environment: plainEnvironment, in: path + "/work")
    }
}
