internal import Glibc

/// Time on a clock that no one sets.
struct Milliseconds: Comparable {
    var count: Int

    static var now: Milliseconds {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Milliseconds(count: time.tv_sec * 1000 + time.tv_nsec / 1_000_000)
    }

    static func < (one: Self, other: Self) -> Bool { one.count < other.count }
    static func - (one: Self, other: Self) -> Int { one.count - other.count }
}
