import Glibc

/// A file with a secret key: what must be so for it to be used. Nothing of its content is in any error.
package enum KeyFile {
    package static let minimumSize = 32
    static let maximumSize = 4096
    /// A private key of RSA with 8192 bits takes half of it in PEM.
    package static let largestPrivateKey = 16_384

    /// The bytes of the key in the file at `path`, for whoever signs with it, and for nobody to see.
    ///
    /// Reads files: call it from a thread that may block.
    /// - Throws: what keeps the key from being used.
    package static func read(_ path: String, upTo maximumSize: Int = maximumSize) throws(ConfigurationError) -> [UInt8]
    {
        let file: SmallFile
        do {
            file = try SmallFile(path, upTo: maximumSize)
        } catch {
            switch error {
            case .missing: throw ConfigurationError(.missing, "There is no such file.", hint: makingHint)
            case .notRegular: throw ConfigurationError(.value, "A key is a regular file, and this is none.")
            case .tooLarge: throw ConfigurationError(.value, "A key file has at most \(maximumSize) bytes.")
            case .failed(let number):
                throw ConfigurationError(.permissions, "The key cannot be read: \(systemMessage(number)).")
            }
        }
        guard file.mode & 0o077 == 0 else {
            throw ConfigurationError(
                .permissions, "The key file is 0\(String(file.mode, radix: 8)); it must be 0600.",
                hint: "Run chmod 600 on it.")
        }
        guard file.owner == geteuid() || file.owner == 0 else {
            throw ConfigurationError(.permissions, "The key file belongs to another user (\(file.owner)).")
        }
        try checkFolder(FilePaths.folder(of: path))
        try checkFolder(FilePaths.folder(of: FilePaths.resolved(path)))
        guard file.bytes.count >= minimumSize else {
            throw ConfigurationError(
                .keyTooShort, "The key has \(file.bytes.count) bytes; it wants \(minimumSize) or more.",
                hint: makingHint)
        }
        // 32 bytes at random hold fewer than 8 different ones less than once in 10^40 keys.
        let different = Set(file.bytes).count
        guard different >= 8 else {
            throw ConfigurationError(
                .keyWeak,
                different == 1
                    ? "All bytes of the key are equal." : "The key has only \(different) different bytes.",
                hint: makingHint)
        }
        return file.bytes
    }

    /// Whoever may write a folder may put another key in the place of one in it, unless the sticky bit is set.
    static func checkFolder(_ path: String) throws(ConfigurationError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw ConfigurationError(.permissions, "The key's folder cannot be read: \(systemMessage(errno)).")
        }
        let mode = status.st_mode & 0o7777
        guard mode & 0o022 == 0 || mode & 0o1000 != 0 else {
            throw ConfigurationError(
                .permissions, "Others may write the key's folder (mode 0\(String(mode, radix: 8))).",
                hint: "Run chmod go-w on the folder.")
        }
    }

    private static let makingHint = "Make one: persisty keys new ID --file FILE."
}
