import Glibc

extension KeyFile {
    /// Makes a key: 32 bytes that nobody can guess, in a new file at `path` that only its owner reads, on stable storage.
    ///
    /// Writes a file: call it from a thread that may block.
    /// - Throws: where there is something already, which stays as it is, and where others may write the folder.
    package static func make(_ path: String) throws(ConfigurationError) {
        let folder = FilePaths.folder(of: path)
        try checkFolder(folder)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw errno == EEXIST
                ? ConfigurationError(
                    .duplicate, "There is a file already; it was left as it is.",
                    hint: "Give the key another id, or another file by --file.", file: path)
                : ConfigurationError(.permissions, "The key cannot be written: \(systemMessage(errno)).", file: path)
        }
        var generator = SystemRandomNumberGenerator()
        let words = (0..<minimumSize / 8).map { _ in generator.next() }
        // The umask may have taken the owner's own rights away.
        var number: Int32 = fchmod(descriptor, 0o600) == 0 ? 0 : errno
        let count = words.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if number == 0, count != minimumSize { number = count < 0 ? errno : ENOSPC }
        if number == 0, fsync(descriptor) != 0 { number = errno }
        close(descriptor)
        if number == 0 { number = synchronize(folder) }
        guard number == 0 else {
            unlink(path)
            throw ConfigurationError(
                .permissions, "The key cannot be written: \(systemMessage(number)).", hint: "None was made.", file: path
            )
        }
    }

    /// Brings a folder's names to stable storage; the number of what failed.
    private static func synchronize(_ folder: String) -> Int32 {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        return fsync(descriptor) == 0 ? 0 : errno
    }
}
