import Foundation
import Glibc

/// A folder of its own for one test, removed afterwards.
struct Sandbox: ~Copyable {
    let path: String

    init() {
        var name = Array("/tmp/persisty-configuration-XXXXXX".utf8CString)
        let made = name.withUnsafeMutableBufferPointer {
            $0.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        path = made ?? "/nonexistent"
        chmod(path, 0o755)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var environment: [String: String] {
        [
            "HOME": path + "/home", "XDG_CONFIG_HOME": path + "/config", "XDG_DATA_HOME": path + "/data",
            "XDG_STATE_HOME": path + "/state",
        ]
    }

    @discardableResult
    func folder(_ name: String, mode: mode_t = 0o755) -> String {
        var made = path
        for part in name.split(separator: "/") {
            made += "/" + part
            mkdir(made, 0o755)
        }
        chmod(made, mode)
        return made
    }

    @discardableResult
    func file(_ name: String, _ bytes: some Collection<UInt8>, mode: mode_t = 0o644) -> String {
        let file = path + "/" + name
        unlink(file)
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, mode)
        defer { close(descriptor) }
        let bytes = Array(bytes)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            written += count
        }
        fchmod(descriptor, mode)
        return file
    }

    static func bytes(of path: String) -> [UInt8] {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    /// 32 different bytes.
    static let key = Array(UInt8(1)...32)
}
