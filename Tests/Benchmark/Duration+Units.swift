import Glibc

extension Duration {
    var seconds: Double { self / .seconds(1) }

    var timespec: timespec {
        Glibc.timespec(tv_sec: Int(components.seconds), tv_nsec: Int(components.attoseconds / 1_000_000_000))
    }

    /// In whole milliseconds, rounded up, for poll(2).
    var pollTimeout: Int32 { Int32(clamping: Int((seconds * 1000).rounded(.up))) }

    /// Does nothing for so long.
    func sleep() {
        guard self > .zero else { return }
        var time = timespec
        nanosleep(&time, nil)
    }
}
