import Glibc

/// The scratch folders: one where it was asked for, one in memory.
struct Workspace {
    let disk: String
    let memory: String

    init(in folder: String) throws {
        disk = try Self.make(in: folder)
        memory = try Self.make(in: "/dev/shm")
    }

    private static func make(in folder: String) throws -> String {
        var name = Array((folder + "/persisty-benchmark-XXXXXX").utf8CString)
        let path = name.withUnsafeMutableBufferPointer { name in
            name.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        guard let path else { throw Failure(folder, errorNumber: errno) }
        return path
    }

    func remove() {
        Files.remove(disk)
        Files.remove(memory)
    }

    /// A folder of `count` empty files, made at its first use.
    func flat(_ count: Int) throws -> String {
        let folder = "\(disk)/flat-\(count)"
        guard !Files.isFolder(folder) else { return folder }
        try Files.makeFolder(folder)
        try Files.makeEmpty(count, in: folder)
        return folder
    }

    /// A folder with nothing in it, for the second pane.
    func empty() throws -> String {
        let folder = disk + "/empty"
        if !Files.isFolder(folder) { try Files.makeFolder(folder) }
        return folder
    }

    /// Gives a fresh home folder, on disk or in memory, and removes it when `body` has ended.
    func withHome<Value>(in folder: String? = nil, _ body: ([String: String]) throws -> Value) throws -> Value {
        try withFolder("home", in: folder ?? memory) { try body(environment(home: $0)) }
    }

    /// Gives a fresh folder, and removes it when `body` has ended.
    func withFolder<Value>(_ name: String, in folder: String, _ body: (String) throws -> Value) throws -> Value {
        let path = folder + "/" + name
        try Files.makeFolder(path)
        defer { Files.remove(path) }
        return try body(path)
    }

    private func environment(home: String) -> [String: String] {
        [
            "HOME": home, "XDG_RUNTIME_DIR": home, "PATH": Command.path.joined(separator: ":"), "SHELL": "/bin/sh",
            "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC",
        ]
    }
}
