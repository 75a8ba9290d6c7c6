import Browser
import Glibc
import PersistyData

extension UTCOffsets {
    /// The offsets of this machine's time zone from 2000 to 2040, by asking localtime_r(3) every two weeks and finding
    /// each change between two answers that differ. Zones' changes are further apart than that.
    static func ofThisMachine() -> UTCOffsets {
        tzset()
        var changes: [Change] = []
        let step: Int64 = 86_400 * 14
        var last: Change?
        var time: Int64 = 946_684_800
        while time < 2_208_988_800 {
            let now = change(at: time)
            if let before = last, before.offset != now.offset || before.name != now.name {
                changes.append(firstChange(from: time - step, to: time, unlike: before))
            } else if last == nil {
                changes.append(now)
            }
            last = now
            time += step
        }
        return UTCOffsets(changes)
    }

    private static func firstChange(from start: Int64, to end: Int64, unlike former: Change) -> Change {
        var (low, high) = (start, end)
        while high - low > 1 {
            let middle = (low + high) / 2
            let found = change(at: middle)
            if found.offset == former.offset, found.name == former.name { low = middle } else { high = middle }
        }
        return change(at: high)
    }

    private static func change(at seconds: Int64) -> Change {
        var time = time_t(seconds)
        var parts = tm()
        localtime_r(&time, &parts)
        let name = parts.tm_zone.map { String(cString: $0) } ?? ""
        return Change(from: Timestamp(seconds: seconds), offset: Int(parts.tm_gmtoff), name: name)
    }
}
