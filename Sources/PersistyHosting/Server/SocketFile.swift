import Glibc
import PersistyData

/// A socket that is a file, which its owner alone connects to (unix(7)).
///
/// It is made in a folder that nobody else looks into, and gets its name when its mode is right: at no moment could
/// others connect.
struct SocketFile: Sendable {
    let path: String
    private let folder: String

    /// Where the socket is made.
    var made: String { folder + "/s" }

    /// How many bytes a path may have: those of `sun_path` but for the NUL, and what the folder adds.
    private static let longest = 107 - ".XXXXXX/s".utf8.count

    /// Prepares one at `path`, where there is nothing, or one that a server has left.
    init(_ path: String) throws(DataError) {
        guard path.hasPrefix("/"), path.utf8.count <= Self.longest, !path.utf8.contains(0) else {
            throw Self.failure(path, "A socket wants an absolute path of at most \(Self.longest) bytes.")
        }
        var status = stat()
        if lstat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFSOCK else {
                throw Self.failure(path, "There is something at this path that is no socket; it was left as it is.")
            }
            guard !Self.isServed(path) else {
                throw Self.failure(path, "Another server has this socket.")
            }
        }
        self.path = path
        var template = Array((path + ".XXXXXX").utf8CString)
        let folder = template.withUnsafeMutableBufferPointer {
            $0.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        guard let folder else { throw Self.failure(path, "No socket can be made at this path: \(Self.reason).") }
        self.folder = folder
    }

    /// Gives the socket, which has been made, its mode and its name.
    func publish() throws(DataError) {
        guard chmod(made, 0o600) == 0, rename(made, path) == 0 else {
            throw Self.failure(path, "No socket can be made at this path: \(Self.reason).")
        }
        rmdir(folder)
    }

    /// Removes what is left of it.
    func remove() {
        unlink(made)
        rmdir(folder)
        // One that another server has made here since is that one's.
        if !Self.isServed(path) { unlink(path) }
    }

    private static var reason: String { String(cString: strerror(errno)) }

    private static func failure(_ path: String, _ message: String) -> DataError {
        DataError(.unavailable, message, hint: "Give the server another path.", key: path, reason: "socket")
    }

    /// Whether somebody takes connections there.
    private static func isServed(_ path: String) -> Bool {
        let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}
