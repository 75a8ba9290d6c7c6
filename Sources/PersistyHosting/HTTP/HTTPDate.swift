package import PersistyData

/// Moments as HTTP writes them (RFC 9110 §5.6.7), in whole seconds.
package enum HTTPDate {
    /// `time` as an `IMF-fixdate`: `Sun, 06 Nov 1994 08:49:37 GMT`.
    package static func text(_ time: Timestamp) -> String {
        let civil = time.civil()
        // 1970-01-01 was a Thursday.
        let day = Int((time.seconds - time.seconds.remainderFloor(86_400)) / 86_400 + 4).remainderFloor(7)
        var text: [UInt8] = []
        text.reserveCapacity(29)
        text.append(contentsOf: days[day].utf8.prefix(3))
        text.append(", " as StaticString)
        text.append(decimal: civil.day, width: 2)
        text.append(UInt8(ascii: " "))
        text.append(months[civil.month - 1])
        text.append(UInt8(ascii: " "))
        text.append(decimal: max(0, civil.year), width: 4)
        text.append(UInt8(ascii: " "))
        text.append(decimal: civil.hour, width: 2)
        text.append(UInt8(ascii: ":"))
        text.append(decimal: civil.minute, width: 2)
        text.append(UInt8(ascii: ":"))
        text.append(decimal: civil.second, width: 2)
        text.append(" GMT" as StaticString)
        return String(decoding: text, as: UTF8.self)
    }

    /// The moment that `text` tells in any of the three forms; `nil` for what is none, such as a day that does not exist.
    ///
    /// The day of the week is not compared with the date. A year of two digits is none of more than 50 years after `now`.
    package static func time(_ text: String, now: Timestamp) -> Timestamp? {
        var scanner = FieldScanner(text)
        guard let name = scanner.take(while: { $0.isLetter }) else { return nil }
        let civil: Timestamp.Civil?
        if scanner.take(", ") {
            civil =
                days.contains(name)
                ? scanner.dateOfRFC850(now: now) : days.contains { $0.prefix(3) == name } ? scanner.fixedDate() : nil
        } else {
            civil = days.contains { $0.prefix(3) == name } ? scanner.dateOfC() : nil
        }
        guard let civil, scanner.isAtEnd else { return nil }
        return Timestamp(civil)
    }

    fileprivate static let days = [
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]
    fileprivate static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

extension FieldScanner {
    /// `06 Nov 1994 08:49:37 GMT`.
    fileprivate mutating func fixedDate() -> Timestamp.Civil? {
        guard let day = digits(2), take(" "), let month = month(), take(" "), let year = digits(4), take(" "),
            let time = time(), takeExactly(" GMT")
        else { return nil }
        return Timestamp.Civil(
            year: year, month: month, day: day, hour: time.hour, minute: time.minute, second: time.second)
    }

    /// `06-Nov-94 08:49:37 GMT`.
    fileprivate mutating func dateOfRFC850(now: Timestamp) -> Timestamp.Civil? {
        guard let day = digits(2), take("-"), let month = month(), take("-"), let short = digits(2), take(" "),
            let time = time(), takeExactly(" GMT")
        else { return nil }
        let present = now.civil().year
        var year = present - present % 100 + short
        if year > present + 50 { year -= 100 }
        return Timestamp.Civil(
            year: year, month: month, day: day, hour: time.hour, minute: time.minute, second: time.second)
    }

    /// `Nov  6 08:49:37 1994`, as C's `asctime` writes it, after a day.
    fileprivate mutating func dateOfC() -> Timestamp.Civil? {
        guard take(" "), let month = month(), take(" "), let day = take(" ") ? digits(1) : digits(2), take(" "),
            let time = time(), take(" "), let year = digits(4)
        else { return nil }
        return Timestamp.Civil(
            year: year, month: month, day: day, hour: time.hour, minute: time.minute, second: time.second)
    }

    private mutating func month() -> Int? {
        guard let name = take(while: { $0.isLetter }) else { return nil }
        return HTTPDate.months.firstIndex(of: name).map { $0 + 1 }
    }

    private mutating func time() -> (hour: Int, minute: Int, second: Int)? {
        guard let hour = digits(2), take(":"), let minute = digits(2), take(":"), let second = digits(2) else {
            return nil
        }
        return (hour, minute, second)
    }

    /// A number of exactly `width` digits.
    private mutating func digits(_ width: Int) -> Int? {
        guard let text = take(while: { (0x30...0x39).contains($0) }), text.utf8.count == width else { return nil }
        return Int(text)
    }

    private mutating func takeExactly(_ text: String) -> Bool {
        take(while: { $0 == 0x20 || $0.isLetter }) == text
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (0x41...0x5a).contains(self & 0xdf) }
}

extension BinaryInteger {
    fileprivate func remainderFloor(_ divisor: Self) -> Self {
        let remainder = self % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}

extension Timestamp {
    /// The moment of a calendar in UTC; `nil` for one that it does not have. The second 60 is the next minute's first.
    fileprivate init?(_ civil: Civil) {
        let isLeap = civil.year % 4 == 0 && (civil.year % 100 != 0 || civil.year % 400 == 0)
        let length = civil.month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(civil.month) ? 30 : 31
        guard (1...length).contains(civil.day), civil.hour < 24, civil.minute < 60, civil.second <= 60 else {
            return nil
        }
        // Days from a date by eras of 400 years, which begin on 1 March (H. Hinnant, "chrono-compatible low-level date
        // algorithms", days_from_civil). A year before the first, of which HTTP has one, is in the era before.
        let year = (civil.month <= 2 ? civil.year - 1 : civil.year) + 400
        let yearOfEra = year % 400
        let dayOfYear = (153 * (civil.month > 2 ? civil.month - 3 : civil.month + 9) + 2) / 5 + civil.day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = (year / 400 - 1) * 146_097 + dayOfEra - 719_468
        self.init(seconds: Int64(days * 86_400 + civil.hour * 3600 + civil.minute * 60 + civil.second))
    }
}
