import Glibc
import NIOCore
import NIOPosix
import PersistyData
import PersistyDirectory
import Testing

/// A folder of a test's own, removed with all in it when it is let go.
final class TemporaryFolder: Sendable {
    let path: String

    init(in parent: String = "/tmp") {
        var template = Array((parent + "/persisty-test-XXXXXX").utf8CString)
        _ = mkdtemp(&template)
        path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        precondition(!path.isEmpty)
    }

    deinit { Self.remove(path) }

    static func remove(_ path: String) {
        for name in names(path, hidden: true) {
            let inner = path + "/" + name
            if unlink(inner) != 0 { remove(inner) }
        }
        rmdir(path)
    }

    /// The names in a folder, sorted; with those that begin with a point if `hidden`.
    static func names(_ path: String, hidden: Bool = true) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != "..", hidden || !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// All paths below the folder, sorted; folders with a `/` at their end.
    func tree(_ prefix: String = "") -> [String] {
        Self.names(path + "/" + prefix).flatMap { name in
            var status = stat()
            lstat(path + "/" + prefix + name, &status)
            return status.st_mode & S_IFMT == S_IFDIR
                ? [prefix + name + "/"] + tree(prefix + name + "/") : [prefix + name]
        }
    }

    func put(_ name: String, _ text: String = "content") {
        let number = open(path + "/" + name, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        let bytes = Array(text.utf8)
        let count = Glibc.write(number, bytes, bytes.count)
        precondition(number >= 0 && count == bytes.count, "the fixture \(name) could not be written")
        close(number)
    }

    func makeFolder(_ name: String) { mkdir(path + "/" + name, 0o755) }

    func text(_ name: String) -> String? {
        let number = open(path + "/" + name, O_RDONLY)
        guard number >= 0 else { return nil }
        defer { close(number) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = Glibc.read(number, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    /// Sets the time of a file into the past, so that its digest may be remembered.
    func age(_ name: String, seconds: Int = 100_000) {
        var times = [timespec(), timespec()]
        for index in 0...1 { clock_gettime(CLOCK_REALTIME, &times[index]) }
        for index in 0...1 { times[index].tv_sec -= seconds }
        utimensat(AT_FDCWD, path + "/" + name, times, 0)
    }
}

func makeStore(_ folder: TemporaryFolder, etags: ETagMemory? = nil) throws(DataError) -> DirectoryStore {
    try DirectoryStore(name: "test", root: folder.path, etags: etags)
}

/// Bytes that tell their seed and their place, as the fault tool writes them.
func pattern(size: Int, seed: Int) -> [UInt8] {
    // It repeats after 256 bytes.
    let period = (0..<256).map { UInt8(truncatingIfNeeded: $0 * 31 + seed) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size + 256)
    while bytes.count < size { bytes += period }
    bytes.removeLast(bytes.count - size)
    return bytes
}

extension DataStore {
    func content(_ key: String) async throws -> [UInt8]? {
        try await bytes(of: DataKey(key), upTo: 64 << 20).map { Array($0.readableBytesView) }
    }

    func keys(_ query: DataQuery = DataQuery()) async throws -> [String] {
        var keys: [String] = []
        for try await item in items(query) { keys.append(item.key.text) }
        return keys
    }

    func rows(_ query: DataQuery, attributes: Bool = false) async throws -> [String] {
        var rows: [String] = []
        for try await batch in list(query, attributes: attributes) {
            for row in 0..<batch.count { rows.append(String(decoding: batch.nameBytes(row), as: UTF8.self)) }
        }
        return rows.sorted()
    }
}

/// How many descriptors this process has open on files below `path`.
func openDescriptors(below path: String) -> Int {
    TemporaryFolder.names("/proc/self/fd").count { name in
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/fd/" + name, &buffer, 4095)
        return count > 0
            && String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self).hasPrefix(path)
    }
}

/// How a program ended.
struct Ending: Sendable {
    var status: Int32
    var isKilled: Bool { status & 0x7f == SIGKILL }
    var code: Int32 { status >> 8 & 0xff }
}

/// Runs the fault tool that was built beside these tests.
func runTool(_ arguments: [String], _ environment: [String: String]) async throws -> Ending {
    let folder = CommandLine.arguments[0].split(separator: "/", omittingEmptySubsequences: false).dropLast()
        .joined(separator: "/")
    let tool = folder + "/fault-tool"
    return try await NIOThreadPool.singleton.runIfActive {
        var variables = environment
        for name in ["PATH", "LD_LIBRARY_PATH"] where getenv(name) != nil {
            variables[name] = getenv(name).map { String(cString: $0) }
        }
        var argv = ([tool] + arguments).map { strdup($0) } + [nil]
        var envp = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { (argv + envp).forEach { free($0) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var child: pid_t = 0
        let result = posix_spawn(&child, tool, &actions, nil, &argv, &envp)
        guard result == 0 else { throw DataError(.other, "\(tool) cannot be run (\(result)).") }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return Ending(status: status)
    }
}
