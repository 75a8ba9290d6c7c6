import CLinux
import Glibc

/// An open file, closed when it is let go.
final class Descriptor: Sendable {
    let number: Int32

    init(owning number: Int32) { self.number = number }

    deinit { close(number) }

    /// What is known of the open file.
    func status() throws(SystemError) -> FileStatus { try FileStatus(of: "", in: number) }
}
