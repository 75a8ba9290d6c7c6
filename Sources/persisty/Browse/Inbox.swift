import Browser
import Synchronization

/// Messages on their way to the thread that owns the terminal. Posted from anywhere, never waits.
final class Inbox: Sendable {
    private let waiting = Mutex<[Message]>([])
    private let wake: @Sendable () -> Void

    init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

    func post(_ message: Message) {
        waiting.withLock { $0.append(message) }
        wake()
    }

    func drain() -> [Message] {
        waiting.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }
}
