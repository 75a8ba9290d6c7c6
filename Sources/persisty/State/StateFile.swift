import Glibc

/// Small files of the program's own, mode 0600.
enum StateFile {
    struct Failed: Error {
        var message: String
    }

    /// The bytes of the file; `nil` when there is none.
    static func read(_ path: String, upTo limit: Int) throws(Failed) -> [UInt8]? {
        // O_NONBLOCK: opening a FIFO would wait for a writer (open(2)).
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw Failed(message: "It cannot be opened: \(systemMessage(errno)).")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else {
            throw Failed(message: "It is not a file of this user.")
        }
        guard status.st_size <= limit else { throw Failed(message: "It has more than \(limit) bytes.") }
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let part = [UInt8](unsafeUninitializedCapacity: min(65_536, limit - bytes.count)) { buffer, count in
                count = max(0, Glibc.read(descriptor, buffer.baseAddress, buffer.count))
            }
            if part.isEmpty { break }
            bytes += part
        }
        return bytes
    }

    /// Puts a new file in the place of the old one: whoever looks sees the one or the other, whole.
    static func replace(_ path: String, with bytes: [UInt8]) throws(Failed) {
        let temporary = "\(path).\(getpid())"
        // What a killed process of the same number has left.
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Failed(message: "It cannot be written: \(systemMessage(errno)).") }
        var rest = bytes[...]
        var number: Int32 = 0
        while !rest.isEmpty, number == 0 {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { number = errno }
        }
        if close(descriptor) != 0, number == 0 { number = errno }
        if number == 0, rename(temporary, path) != 0 { number = errno }
        guard number == 0 else {
            unlink(temporary)
            throw Failed(message: "It cannot be written: \(systemMessage(number)).")
        }
    }
}
