internal import CTerminal
internal import Glibc
internal import Synchronization

/// Wakes the terminal's thread from any other. Many calls before it wakes are one.
///
/// Put what the thread shall find where it looks, then wake it: it clears the waker before it looks.
package final class TerminalWaker: Sendable {
    let descriptor: Int32
    private let isPending = Atomic(false)

    package init() { descriptor = persisty_wake_descriptor() }

    deinit { close(descriptor) }

    package func wake() {
        guard !isPending.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var one: UInt64 = 1
        _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
    }

    func clear() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
        isPending.store(false, ordering: .sequentiallyConsistent)
    }
}
