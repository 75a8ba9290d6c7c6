/// A moment, in nanoseconds since 1970-01-01 00:00 UTC, as the file systems and stores here keep it.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Nanoseconds since 1970; negative before it.
    public var nanoseconds: Int64

    /// The moment `nanoseconds` after 1970.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// The moment `seconds` after 1970; clamped to the years 1678 to 2261, which nanoseconds can tell.
    public init(seconds: Int64, nanoseconds: Int64 = 0) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carried) = product.addingReportingOverflow(nanoseconds)
        // The least number stands for "no time" in ``ItemBatch`` and is no moment.
        self.nanoseconds = overflow || carried ? (seconds < 0 ? .min + 1 : .max) : max(sum, .min + 1)
    }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 { nanoseconds.dividedFloor(by: 1_000_000_000) }

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.nanoseconds < right.nanoseconds }

    /// How long after `earlier` this is.
    public func duration(since earlier: Timestamp) -> Duration {
        // A duration holds more than 64 bits of nanoseconds, so that no difference overflows it.
        .nanoseconds(nanoseconds) - .nanoseconds(earlier.nanoseconds)
    }
}

extension Timestamp {
    /// The parts of a moment in the Gregorian calendar.
    public struct Civil: Sendable, Hashable {
        public var year: Int, month: Int, day: Int
        public var hour: Int, minute: Int, second: Int

        /// The parts of a moment.
        public init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
            (self.year, self.month, self.day) = (year, month, day)
            (self.hour, self.minute, self.second) = (hour, minute, second)
        }
    }

    /// The calendar parts of this moment, `offset` seconds east of UTC.
    public func civil(offset: Int = 0) -> Civil {
        let moment = seconds + Int64(offset)
        let days = moment.dividedFloor(by: 86_400)
        let rest = Int(moment - days * 86_400)
        // Days to a date by eras of 400 years, which begin on 1 March (H. Hinnant, "chrono-compatible low-level date
        // algorithms", civil_from_days).
        let shifted = days + 719_468
        let era = shifted.dividedFloor(by: 146_097)
        let dayOfEra = Int(shifted - era * 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return Civil(
            year: Int(era) * 400 + yearOfEra + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * marchMonth + 2) / 5 + 1,
            hour: rest / 3600, minute: rest / 60 % 60, second: rest % 60)
    }

    /// This moment by RFC 3339 in UTC, with as many of the nanoseconds' digits as are not zero:
    /// `2026-11-23T18:35:35.25Z`.
    public var rfc3339: String {
        let civil = civil()
        // Not by the seconds times a thousand million: at the beginning of the range that overflows.
        let remainder = Int(nanoseconds % 1_000_000_000)
        let fraction = remainder < 0 ? remainder + 1_000_000_000 : remainder
        var digits = fraction == 0 ? "" : "." + fraction.padded(9)
        while digits.hasSuffix("0") { digits.removeLast() }
        return civil.year.padded(4) + "-" + civil.month.padded(2) + "-" + civil.day.padded(2) + "T"
            + civil.hour.padded(2) + ":" + civil.minute.padded(2) + ":" + civil.second.padded(2) + digits + "Z"
    }
}

extension Int {
    /// The number with at least `width` digits.
    package func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
    }
}

extension Int64 {
    fileprivate func dividedFloor(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
