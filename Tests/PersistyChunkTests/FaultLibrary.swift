import Glibc
import Testing

/// The library of `Fixtures/kill_at.c`, compiled for this test.
struct FaultLibrary {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let source =
            #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/Fixtures/kill_at.c"
        let arguments = ["cc", "-shared", "-fPIC", "-O1", "-o", folder.path + "/kill_at.so", source, "-ldl"]
        let argv = arguments.map { strdup($0) } + [nil]
        defer { for text in argv { free(text) } }
        var pid: pid_t = 0
        try #require(posix_spawnp(&pid, "cc", nil, nil, argv, environ) == 0, "there is no C compiler")
        var status: Int32 = 0
        try #require(waitpid(pid, &status, 0) == pid && status == 0, "\(source) cannot be compiled")
    }

    func counting(_ store: TemporaryFolder) -> [String: String] {
        ["LD_PRELOAD": folder.path + "/kill_at.so", "FAULT_UNDER": store.path, "FAULT_COUNT": folder.path + "/count"]
    }

    func faulting(_ store: TemporaryFolder, at call: Int, _ mode: String) -> [String: String] {
        unlink(folder.path + "/fired")
        return [
            "LD_PRELOAD": folder.path + "/kill_at.so", "FAULT_UNDER": store.path, "FAULT_AT": String(call),
            "FAULT_MODE": mode, "FAULT_MARK": folder.path + "/fired",
        ]
    }

    func hasFired() -> Bool { access(folder.path + "/fired", F_OK) == 0 }

    func count() throws -> Int {
        try #require(Int(String(decoding: folder.bytes("count"), as: UTF8.self)), "the library was not loaded")
    }
}
