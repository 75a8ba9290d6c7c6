import PersistyData
import Synchronization

/// A clock that a test sets.
final class MovableTime: Sendable {
    private let time = Mutex(RunningServer.time)

    var value: Timestamp {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }
}

/// A text that one run of a server leaves for the next.
final class MovableText: Sendable {
    private let text = Mutex("")

    var value: String {
        get { text.withLock { $0 } }
        set { text.withLock { $0 = newValue } }
    }
}
