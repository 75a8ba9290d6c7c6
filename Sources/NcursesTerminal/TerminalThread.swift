internal import Glibc
internal import TerminalUI

/// Runs a body on a thread of its own, which may block: the pool that tasks share has few threads and must not.
package func withTerminalThread<R: Sendable>(
    _ body: @escaping @Sendable () throws -> R
) async -> Result<R, any Error> {
    await withCheckedContinuation { continuation in
        let work = ThreadWork { continuation.resume(returning: Result { try body() }) }
        let pointer = Unmanaged.passRetained(work).toOpaque()
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, 8 << 20)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let status = pthread_create(&thread, &attributes, runThreadWork, pointer)
        pthread_attr_destroy(&attributes)
        guard status != 0 else { return }
        Unmanaged<ThreadWork>.fromOpaque(pointer).release()
        continuation.resume(returning: .failure(TerminalError(message: "the system gives no more threads")))
    }
}

private final class ThreadWork: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func runThreadWork(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let pointer { Unmanaged<ThreadWork>.fromOpaque(pointer).takeRetainedValue().run() }
    return nil
}
