import Glibc

/// A file with a secret key: what must be so for it to be used. Nothing of its content leaves this file.
enum KeyFile {
    struct Fault: Error, Equatable {
        var code: ConfigurationError.Code
        var message: String
        var hint: String?
    }

    static let minimumSize = 32
    static let maximumSize = 4096

    static func check(_ path: String) throws(Fault) {
        let file: SmallFile
        do {
            file = try SmallFile(path, upTo: maximumSize)
        } catch {
            switch error {
            case .missing: throw Fault(code: .missing, message: "There is no such file.", hint: makingHint)
            case .notRegular: throw Fault(code: .value, message: "A key is a regular file, and this is none.")
            case .tooLarge: throw Fault(code: .value, message: "A key file has at most \(maximumSize) bytes.")
            case .failed(let number):
                throw Fault(code: .permissions, message: "The key cannot be read: \(systemMessage(number)).")
            }
        }
        guard file.mode & 0o077 == 0 else {
            throw Fault(
                code: .permissions, message: "The key file is 0\(String(file.mode, radix: 8)); it must be 0600.",
                hint: "Run chmod 600 on it.")
        }
        guard file.owner == geteuid() || file.owner == 0 else {
            throw Fault(code: .permissions, message: "The key file belongs to another user (\(file.owner)).")
        }
        try checkFolder(FilePaths.folder(of: path))
        try checkFolder(FilePaths.folder(of: FilePaths.resolved(path)))
        guard file.bytes.count >= minimumSize else {
            throw Fault(
                code: .keyTooShort, message: "The key has \(file.bytes.count) bytes; it wants \(minimumSize) or more.",
                hint: makingHint)
        }
        // 32 bytes at random hold fewer than 8 different ones less than once in 10^40 keys.
        let different = Set(file.bytes).count
        guard different >= 8 else {
            throw Fault(
                code: .keyWeak,
                message: different == 1
                    ? "All bytes of the key are equal." : "The key has only \(different) different bytes.",
                hint: makingHint)
        }
    }

    /// Whoever may write a folder may put another key in the place of one in it, unless the sticky bit is set.
    private static func checkFolder(_ path: String) throws(Fault) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw Fault(code: .permissions, message: "The key's folder cannot be read: \(systemMessage(errno)).")
        }
        let mode = status.st_mode & 0o7777
        guard mode & 0o022 == 0 || mode & 0o1000 != 0 else {
            throw Fault(
                code: .permissions, message: "Others may write the key's folder (mode 0\(String(mode, radix: 8))).",
                hint: "Run chmod go-w on the folder.")
        }
    }

    private static let makingHint = "Make one: (umask 077; head -c 32 /dev/urandom > FILE)."
}
