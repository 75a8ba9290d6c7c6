import Foundation
import Glibc
import PersistyTestSupport

/// A headless Chromium with a profile of its own, which only reaches this machine.
///
/// It is spoken to by two pipes (`--remote-debugging-pipe`): it ends when they are closed, so that none outlives the tests.
package struct Chromium: Sendable {
    let tools: DevTools
    /// A folder that goes with it; it saves here what it downloads.
    package let folder: String

    /// Runs `body` with a fresh one, which is killed afterwards in any case.
    package static func with<Result: Sendable>(
        _ body: @Sendable (Chromium) async throws -> Result
    ) async throws -> Result {
        try await withTemporaryDirectory { folder in
            let sockets = try shortFolder()
            defer { removeTemporaryDirectory(sockets) }
            let (process, tools) = try start(in: folder, sockets: sockets)
            // With it goes whatever it has begun.
            defer { end(process) }
            return try await withTaskCancellationHandler {
                let chromium = Chromium(tools: tools, folder: folder)
                try await chromium.savesDownloads()
                return try await body(chromium)
            } onCancel: {
                tools.close()
            }
        }
    }

    /// A page that is blank, and shares nothing with others.
    package func page() async throws -> BrowserPage {
        struct Context: Decodable { var browserContextId: String }
        struct Target: Decodable { var targetId: String }
        struct Attached: Decodable { var sessionId: String }
        let target: Target = try await tools.call("Target.createTarget", ["url": "about:blank"])
        let attached: Attached = try await tools.call(
            "Target.attachToTarget", ["targetId": target.targetId, "flatten": true])
        let page = BrowserPage(tools: tools, session: attached.sessionId)
        for domain in ["Page", "Runtime", "Network", "Log"] { try await page.call("\(domain).enable") }
        return page
    }

    private func savesDownloads() async throws {
        let _: DevTools.Nothing = try await tools.call(
            "Browser.setDownloadBehavior",
            ["behavior": "allow", "downloadPath": folder + "/downloads", "eventsEnabled": true])
    }

    /// The path of a socket has at most 107 bytes (unix(7)), wherever temporary files are.
    private static func shortFolder() throws -> String {
        var path = Array("/tmp/chromium-XXXXXX".utf8CString)
        guard mkdtemp(&path) != nil else { throw ClientFailure("There is no folder for Chromium's sockets.") }
        return String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func start(in folder: String, sockets: String) throws -> (pid_t, DevTools) {
        let (commands, answers) = (try Pipe.made(), try Pipe.made())
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in Int32(0)...2 {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, commands.read, 3)
        posix_spawn_file_actions_adddup2(&actions, answers.write, 4)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, 0x80)  // POSIX_SPAWN_SETSID
        let environment = ["HOME=" + folder, "TMPDIR=" + sockets, "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "TZ=UTC"]
        var argv = arguments(folder).map { strdup($0) } + [nil]
        var envp = environment.map { strdup($0) } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var process: pid_t = 0
        let status = posix_spawnp(&process, "chromium", &actions, &attributes, &argv, &envp)
        close(commands.read)
        close(answers.write)
        guard status == 0 else {
            close(commands.write)
            close(answers.read)
            throw ClientFailure("Chromium cannot be run: \(String(cString: strerror(status))). Is it installed?")
        }
        return (process, DevTools(commands: commands.write, answers: answers.read))
    }

    private static func arguments(_ folder: String) -> [String] {
        [
            "chromium", "--headless=new", "--remote-debugging-pipe", "--user-data-dir=" + folder + "/profile",
            // It has no other pages than those of the tests, and containers seldom let it have its sandbox.
            "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run", "--disable-breakpad",
            "--disable-background-networking", "--disable-component-update", "--no-proxy-server", "--mute-audio",
            "--hide-scrollbars",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "about:blank",
        ]
    }

    private static func end(_ process: pid_t) {
        kill(-process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }

    /// A pipe that no other program inherits, with descriptors that are none of those that Chromium is given.
    private struct Pipe {
        var read: Int32
        var write: Int32

        static func made() throws -> Pipe {
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { throw ClientFailure("There is no pipe for Chromium.") }
            defer { for end in ends { close(end) } }
            let moved = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 10) }
            guard moved.allSatisfy({ $0 >= 0 }) else { throw ClientFailure("There is no pipe for Chromium.") }
            return Pipe(read: moved[0], write: moved[1])
        }
    }
}
