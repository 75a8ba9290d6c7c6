package import PersistyData

/// Moments as services write them.
extension Timestamp {
    /// A moment in either of the two forms: RFC 3339, as S3 sends in XML, or an HTTP date, as in headers. `nil` for a text
    /// that is neither, for a day that does not exist, and for a year that no timestamp can tell.
    package init?(reading text: ArraySlice<UInt8>) {
        if let time = Timestamp(iso8601: text) ?? Timestamp(httpDate: text) { self = time } else { return nil }
    }

    /// A moment by RFC 3339: `2026-01-02T03:04:05.678Z`, or with an offset.
    package init?(iso8601 text: [UInt8]) { self.init(iso8601: text[...]) }

    package init?(iso8601 text: ArraySlice<UInt8>) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), reader.take("T"), let hour = reader.number(2), reader.take(":"),
            let minute = reader.number(2), reader.take(":"), let second = reader.number(2)
        else { return nil }
        var fraction = 0
        if reader.take(".") {
            guard let nanoseconds = reader.fraction() else { return nil }
            fraction = nanoseconds
        }
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        self.init(
            Civil(year: year, month: month, day: day, hour: hour, minute: minute, second: second), offset: offset,
            nanoseconds: fraction)
    }

    /// A moment by RFC 9110 §5.6.7: `Fri, 02 Jan 2026 03:04:05 GMT`.
    package init?(httpDate text: ArraySlice<UInt8>) {
        guard text.count == 29 else { return nil }
        var reader = DigitReader(text.dropFirst(5))
        guard let day = reader.number(2), reader.take(" ") else { return nil }
        let name = String(decoding: text.dropFirst(8).prefix(3), as: UTF8.self)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard let month = months.firstIndex(of: name) else { return nil }
        reader = DigitReader(text.dropFirst(11))
        guard reader.take(" "), let year = reader.number(4), reader.take(" "), let hour = reader.number(2),
            reader.take(":"), let minute = reader.number(2), reader.take(":"), let second = reader.number(2),
            reader.take(" "), reader.take("G"), reader.take("M"), reader.take("T")
        else { return nil }
        self.init(
            Civil(year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second), offset: 0,
            nanoseconds: 0)
    }

    /// The moment of a calendar, `offset` seconds east of UTC. The second 60 is the next minute's first.
    private init?(_ civil: Civil, offset: Int, nanoseconds: Int) {
        guard (1678...2261).contains(civil.year), (1...12).contains(civil.month), civil.hour < 24, civil.minute < 60,
            civil.second <= 60
        else { return nil }
        let isLeap = civil.year % 4 == 0 && (civil.year % 100 != 0 || civil.year % 400 == 0)
        let length = civil.month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(civil.month) ? 30 : 31
        guard (1...length).contains(civil.day) else { return nil }
        // Days from a date by eras of 400 years, which begin on 1 March (H. Hinnant, "chrono-compatible low-level date
        // algorithms", days_from_civil).
        let year = civil.month <= 2 ? civil.year - 1 : civil.year
        let yearOfEra = year % 400
        let dayOfYear = (153 * (civil.month > 2 ? civil.month - 3 : civil.month + 9) + 2) / 5 + civil.day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = year / 400 * 146_097 + dayOfEra - 719_468
        let seconds = days * 86_400 + civil.hour * 3600 + civil.minute * 60 + civil.second - offset
        self.init(seconds: Int64(seconds), nanoseconds: Int64(nanoseconds))
    }
}

/// Reads numbers of a fixed width.
private struct DigitReader {
    private let bytes: ArraySlice<UInt8>
    private var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    var isAtEnd: Bool { index == bytes.endIndex }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.endIndex, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    mutating func number(_ width: Int) -> Int? {
        guard bytes.endIndex - index >= width else { return nil }
        var number = 0
        for _ in 0..<width {
            guard (0x30...0x39).contains(bytes[index]) else { return nil }
            number = number * 10 + Int(bytes[index] - 0x30)
            index += 1
        }
        return number
    }

    /// The digits of a fraction as nanoseconds, of which more than nine are cut.
    mutating func fraction() -> Int? {
        var number = 0
        var width = 0
        while index < bytes.endIndex, (0x30...0x39).contains(bytes[index]) {
            if width < 9 { number = number * 10 + Int(bytes[index] - 0x30) }
            width += 1
            index += 1
        }
        guard width > 0 else { return nil }
        while width < 9 {
            number *= 10
            width += 1
        }
        return number
    }

    /// `Z`, or hours and minutes east or west of UTC.
    mutating func offset() -> Int? {
        if take("Z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hours = number(2), take(":"), let minutes = number(2), hours < 24, minutes < 60
        else { return nil }
        return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
