import CLinux
import Glibc
import Synchronization

/// An open file, closed when it is let go.
final class Descriptor: Sendable {
    let number: Int32
    private let isReleased = Atomic(false)

    init(owning number: Int32) { self.number = number }

    deinit { if !isReleased.load(ordering: .relaxed) { close(number) } }

    /// Leaves the closing to the caller.
    func release() -> Int32 {
        isReleased.store(true, ordering: .relaxed)
        return number
    }

    /// What is known of the open file.
    func status() throws(SystemError) -> FileStatus { try FileStatus(of: "", in: number) }
}
