import CLinux
import Glibc

/// A lock on the root, held while an item is replaced or removed.
///
/// Those that act on a condition take it alone, in this process and across processes (flock(2) on a descriptor of its
/// own); the others share it.
final class RootLock: Sendable {
    private let descriptor: Descriptor

    init(_ root: ContainedRoot, exclusive: Bool) throws(SystemError) {
        descriptor = try root.open("", O_RDONLY | O_DIRECTORY)
        // A file system without locks has none to keep: the fingerprint is still compared.
        _ = persisty_lock(descriptor.number, exclusive ? LOCK_EX : LOCK_SH)
    }
}
