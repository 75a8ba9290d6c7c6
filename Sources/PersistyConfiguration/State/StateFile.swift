import Glibc

/// Small files of the program's own, mode 0600.
package enum StateFile {
    package struct Failed: Error {
        /// What went wrong, as a sentence.
        package var message: String

        package init(message: String) { self.message = message }
    }

    /// The bytes of the file; `nil` when there is none.
    package static func read(_ path: String, upTo limit: Int) throws(Failed) -> [UInt8]? {
        do throws(SmallFile.Fault) {
            let file = try SmallFile(path, upTo: limit, followsLinks: false)
            if file.owner == geteuid(), file.mode & 0o022 == 0 { return file.bytes }
        } catch {
            switch error {
            case .missing: return nil
            case .notRegular: throw Failed(message: "It is not a file.")
            case .tooLarge: throw Failed(message: "It has more than \(limit) bytes.")
            case .failed(let number): throw Failed(message: "It cannot be read: \(systemMessage(number)).")
            }
        }
        throw Failed(message: "It belongs to another user, or others may write it.")
    }

    /// Runs `body`, which reads the file and replaces it, in its folder, which is made for it; while no other process does,
    /// or beside one that takes more than half a second. Without a folder it is not run.
    package static func changing(_ path: String, _ body: () -> Void) {
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
        guard PrivateFolder.make(folder) else { return }
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        var attempts = 50
        while descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK, attempts > 0 {
            attempts -= 1
            usleep(10_000)
        }
        body()
    }

    /// Puts a new file in the place of the old one: whoever looks sees the one or the other, whole.
    package static func replace(_ path: String, with bytes: [UInt8]) throws(Failed) {
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
