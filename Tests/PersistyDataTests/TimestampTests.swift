import PersistyData
import Testing

@Suite struct `A moment` {
    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999999999Z"),
        (1_500_000_000, "1970-01-01T00:00:01.5Z"),
        (951_782_400_000_000_000, "2000-02-29T00:00:00Z"), (951_868_799_000_000_000, "2000-02-29T23:59:59Z"),
        (1_078_012_800_000_000_000, "2004-02-29T00:00:00Z"), (-2_203_891_200_000_000_000, "1900-03-01T00:00:00Z"),
        (-2_203_891_200_000_000_001, "1900-02-28T23:59:59.999999999Z"),
        (1_234_567_890_123_456_789, "2009-02-13T23:31:30.123456789Z"),
        (4_107_542_400_000_000_000, "2100-03-01T00:00:00Z"),
        (Int64.max, "2262-04-11T23:47:16.854775807Z"), (Int64.min, "1677-09-21T00:12:43.145224192Z"),
        (Int64.min + 1, "1677-09-21T00:12:43.145224193Z"),
    ])
    func `is written by RFC 3339 in UTC`(nanoseconds: Int64, text: String) {
        #expect(Timestamp(nanoseconds: nanoseconds).rfc3339 == text)
    }

    @Test(arguments: [
        (Int64.max, Int64(0)), (Int64.min, Int64(0)), (Int64(9_223_372_037), Int64(0)),
        (Int64(-9_223_372_037), Int64(0)),
        (Int64.min, Int64.min),
    ])
    func `beyond what nanoseconds can tell is the first or last that they can`(seconds: Int64, nanoseconds: Int64) {
        let moment = Timestamp(seconds: seconds, nanoseconds: nanoseconds)
        #expect(moment.nanoseconds == (seconds < 0 ? .min + 1 : .max))
        #expect(moment.rfc3339.hasPrefix(seconds < 0 ? "1677" : "2262"))
    }

    @Test func `is never the number that stands for an unknown time`() {
        #expect(Timestamp(seconds: -9_223_372_036, nanoseconds: -854_775_808).nanoseconds == .min + 1)
    }

    @Test func `has whole seconds rounded down, and durations without overflow`() {
        #expect(Timestamp(nanoseconds: -1).seconds == -1)
        #expect(Timestamp(nanoseconds: 1_999_999_999).seconds == 1)
        let (first, last) = (Timestamp(nanoseconds: .min + 1), Timestamp(nanoseconds: .max))
        #expect(last.duration(since: first) == .nanoseconds(Int64.max) * 2)
        #expect(first.duration(since: last) < .zero)
    }

    @Test func `has calendar parts in any offset`() {
        let moment = Timestamp(seconds: 946_684_799)
        #expect(moment.civil() == .init(year: 1999, month: 12, day: 31, hour: 23, minute: 59, second: 59))
        #expect(moment.civil(offset: 1) == .init(year: 2000, month: 1, day: 1, hour: 0, minute: 0, second: 0))
        #expect(moment.civil(offset: -86_400).day == 30)
    }

    @Test func `agrees day by day with a calendar counted by hand, from 1678 to 2261`() {
        var (year, month, day) = (1678, 1, 1)
        for number in -106_650..<106_650 {
            let civil = Timestamp(seconds: Int64(number) * 86_400 + 43_200).civil()
            guard (civil.year, civil.month, civil.day) == (year, month, day), civil.hour == 12 else {
                Issue.record("day \(number) is \(civil), not \(year)-\(month)-\(day)")
                return
            }
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            day += 1
            if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
    }
}
