import Glibc
import PersistyData
import PersistyTestSupport
import Testing

@testable import PersistyS3

private let secret = CredentialScene.canary

@Suite(.timeLimit(.minutes(1))) struct `A command that prints credentials` {
    private func shell(_ script: String) -> S3CredentialSetting { .command(["/bin/sh", "-c", script]) }

    @Test func `is run without a shell, with the environment, without a terminal and with nothing to read`()
        async throws
    {
        // As some libraries open theirs.
        let inheritable = open("/dev/null", O_RDONLY)
        defer { close(inheritable) }
        try await withCredentialScene(["KEY_ID": "AKIDCOMMAND", "PATH": "/usr/bin:/bin"]) { scene in
            let script = """
                cat; [ -t 1 ] && exit 1; (: </dev/tty) 2>/dev/null && exit 2; [ -e /proc/$$/fd/\(inheritable) ] && exit 3
                printf '{"Version": 1, "AccessKeyId": "%s-%s", "SecretAccessKey": "s"}' "$KEY_ID" "$1"
                """
            let words = ["sh", "-c", script, "sh", "$HOME`id`*"]
            #expect(try await scene.credentials(.command(words))?.accessKeyID == "AKIDCOMMAND-$HOME`id`*")
            let path = try scene.write(script, to: "script")
            try scene.write("[default]\ncredential_process = sh '\(path)' \"x'y\"", to: ".aws/config")
            #expect(try await scene.credentials()?.accessKeyID == "AKIDCOMMAND-x'y")
        }
    }

    @Test func `has signals as they usually are, whatever this program does with them`() async throws {
        // As every program does that writes to sockets.
        signal(SIGPIPE, SIG_IGN)
        try await withCredentialScene { scene in
            let script = """
                grep -q '^SigBlk:.0000000000000000$' /proc/self/status || exit 1
                # Two that the C library keeps to itself, 32 and 33, are ignored in what it begins.
                grep -q '^SigIgn:.0000000[01][08]0000000$' /proc/self/status || exit 2
                printf '{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "s"}'
                """
            let found = try await scene.credentials(shell(script))
            #expect(found?.accessKeyID == "A")
        }
    }

    @Test(arguments: [
        ("exit 3", DataError.Code.unauthenticated, "“/bin/sh” ended with status 3."),
        ("echo first >&2; echo ' second ' >&2; exit 1", .unauthenticated, "ended with status 1: first second."),
        ("kill -TERM $$", .unauthenticated, "was ended by signal 15."),
        ("printf '\\033[31mred\\007\\342\\200\\256' >&2; exit 1", .unauthenticated, "\\u{1b}[31mred\\u{7}\\u{202e}."),
        ("exit 0", .misconfigured, "gives are no credentials: it is not JSON"),
        ("echo '<html>'", .misconfigured, "it is not JSON"),
        (
            "echo '{\"Version\": 1, \"AccessKeyId\": \"A\", \"SecretAccessKey\": \"\(secret)'", .misconfigured,
            "not JSON"
        ),
        (
            "printf '{\"Version\": 1, \"AccessKeyId\": \"A\", \"SecretAccessKey\": \"s\", \"Expiration\": \"%s\"}' "
                + "2026-01-02T11:00:00Z", .unauthenticated, "have ended"
        ),
        ("yes \(secret)", .misconfigured, "printed more than 64 KiB"),
        (
            "exec 1>&-; head -c 10000000 /dev/zero >&2; echo last >&2; exit 4", .unauthenticated,
            "ended with status 4: …"
        ),
    ])
    func `that goes wrong says how`(script: String, code: DataError.Code, sentence: String) async throws {
        try await withCredentialScene { scene in
            let error = try await scene.failure(shell(script))
            #expect(error.code == code && error.message.contains(sentence), "\(error)")
            #expect(error.hint != nil)
        }
    }

    @Test(arguments: [
        (["/none/such"], "there is no such program"), (["/tmp"], "Permission denied"),
        (["/etc/passwd"], "Permission denied"),
        ([""], "is none"), (["sh\u{0}x"], "is none"), (["no\u{1b}such"], "“no\\u{1b}such” cannot be run"),
    ])
    func `that cannot be run says why`(words: [String], sentence: String) async throws {
        try await withCredentialScene { scene in
            let error = try await scene.failure(.command(words))
            #expect(error.code == .misconfigured && error.message.contains(sentence), "\(error)")
        }
    }

    @Test(arguments: [
        "echo \"no: $SERVICE_TOKEN\" >&2; exit 1",
        "echo 'SecretAccessKey: \(secret)' >&2; exit 1",
        "echo \(secret); echo \(secret) >&2; exit 1",
        "echo '{\"SecretAccessKey\": \"CANARYs\"}'; echo 'I have CANARYs' >&2; exit 1",
        "echo '{\"AccessKeyId\": \"A\", \"SessionToken\": \"\(CredentialScene.tokenCanary)\"}' >&2; exit 1",
        "echo 'export AWS_SECRET_ACCESS_KEY=\(secret)' >&2; kill -9 $$",
    ])
    func `shows none of its secrets when it fails`(script: String) async throws {
        try await withCredentialScene(["SERVICE_TOKEN": "CANARY of the service"]) { scene in
            let error = try await scene.failure(shell(script))
            #expect(error.message.contains("•••"), "\(error)")
        }
    }

    @Test func `is not shown with its arguments, which may be secret`() async throws {
        try await withCredentialScene { scene in
            let error = try await scene.failure(.command(["/bin/false", "--password", "CANARY"]))
            #expect(error.message == "The command “/bin/false” ended with status 1.")
        }
    }
}

extension `A command that prints credentials` {
    @Test(arguments: [
        "echo waiting >&2; exec sleep 1000", "trap '' TERM INT HUP; while :; do :; done",
        "sleep 1000 & echo $! >>$F; wait",
        "exec 1>&- 2>&-; exec sleep 1000",
    ])
    func `and hangs is ended with all that it began`(script: String) async throws {
        try await withCredentialScene { scene in
            let file = scene.home + "/processes"
            var means = scene.means
            means.commandLimit = .milliseconds(300)
            let setting = shell("F='\(file)'; echo $$ >$F; \(script)")
            do {
                _ = try await setting.provider(means).credentials()
                Issue.record("it ended")
            } catch let error as DataError {
                #expect(error.code == .timedOut && error.message.contains("was not done"), "\(error)")
            }
            let processes = try await Self.numbers(in: file)
            #expect(!processes.isEmpty)
            try await yield { processes.contains(where: Self.isRunning) }
        }
    }

    @Test func `and is not wanted any more is ended at once`() async throws {
        try await withCredentialScene { scene in
            let file = scene.home + "/processes"
            let provider = shell("echo $$ >'\(file)'; exec sleep 1000").provider(scene.means)
            let task = Task { try await provider.credentials() }
            try await yield { try await Self.numbers(in: file).isEmpty }
            task.cancel()
            await #expect(throws: DataError.cancelled()) { try await task.value }
            let processes = try await Self.numbers(in: file)
            try await yield { processes.contains(where: Self.isRunning) }
        }
    }

    @Test func `is done when it has ended, though others that it began hold its outputs open`() async throws {
        try await withCredentialScene { scene in
            let file = scene.home + "/process"
            let script = """
                setsid sleep 1000 & echo $! >'\(file)'
                printf '{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "s"}'
                """
            let found = try await scene.credentials(shell(script))
            #expect(found?.accessKeyID == "A")
            for left in try await Self.numbers(in: file) { kill(left, SIGKILL) }
        }
    }

    @Test func `gives all that it printed, up to what is too much`() async throws {
        try await withCredentialScene { scene in
            let start = #"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "s"}"#
            for (count, fits) in [(CommandEnd.greatestOutput, true), (CommandEnd.greatestOutput + 1, false)] {
                let path = try scene.write(
                    start + String(repeating: " ", count: count - start.utf8.count), to: "output")
                let found = try? await scene.credentials(.command(["/bin/cat", path]))
                #expect((found != nil) == fits)
            }
        }
    }

    /// The numbers of the processes that a script wrote down.
    private static func numbers(in file: String) async throws -> [pid_t] {
        let bytes = try await SecretFile(path: file, content: "a test", limit: 100).bytes() ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().compactMap { pid_t($0) }
    }

    /// Whether a process is there and does anything: one that was killed is kept by the system until somebody asks for it.
    private static func isRunning(_ process: pid_t) -> Bool {
        let file = open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = read(file, &buffer, buffer.count)
        guard count > 0 else { return false }
        // proc_pid_stat(5): the number, the name in brackets, the state.
        let state = String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: ") ").last?.first
        return state != "Z" && state != "X"
    }
}
