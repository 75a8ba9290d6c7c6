import PersistyData
import PersistyTestSupport
import Testing

@testable import PersistyHosting

@Suite struct `A date of HTTP` {
    private static let now = Timestamp(seconds: 1_800_000_000)

    // RFC 9110 §5.6.7 has the first three.
    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", Int64(784_111_777)), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
        ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Sun Nov 16 08:49:37 1994", 784_975_777),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Wed, 31 Dec 1969 23:59:59 GMT", -1),
        ("Tue, 29 Feb 2028 12:00:00 GMT", 1_835_438_400), ("Sat, 31 Dec 2016 23:59:60 GMT", 1_483_228_800),
        ("Friday, 15-Jan-77 08:00:00 GMT", 3_377_923_200), ("Saturday, 15-Jan-78 08:00:00 GMT", 253_699_200),
    ])
    func `is read in any of its forms`(text: String, seconds: Int64) {
        #expect(HTTPDate.time(text, now: Self.now)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "0", "-1", "Sun", "Sun,", "2026-11-23T00:00:00Z", "Mon, 32 Foo 2026 99:99:99 GMT",
        "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sun, 06 Nov 1994 08:49:37 GMTx", "sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT", "Sunday, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT", "Sun, 29 Feb 2027 08:49:37 GMT", "Sun, 29 Feb 2100 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06 Nov 1994 08:49:37 +0000", "Sun Nov 6 08:49:37 1994",
        "Sun Nov  6 08:49:37 94", "Sun Nov  6 08:49:37 1994 GMT", "Sun, 0٦ Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
    ])
    func `is not what only looks like one`(text: String) { #expect(HTTPDate.time(text, now: Self.now) == nil) }

    @Test(arguments: ["Fri, 31 Dec 9999 23:59:59 GMT", "Sat, 01 Jan 0000 00:00:00 GMT"])
    func `beyond what nanoseconds tell is the nearest that they do`(text: String) throws {
        let time = try #require(HTTPDate.time(text, now: Self.now))
        #expect(time == Timestamp(nanoseconds: .max) || time == Timestamp(nanoseconds: .min + 1))
    }

    @Test func `is written as it is read, in all of six centuries`() {
        var generator = SeededGenerator(5)
        for day in stride(from: Int64(-106_000), through: 106_000, by: 13) {
            let seconds = day * 86_400 + Int64.random(in: 0..<86_400, using: &generator)
            let text = HTTPDate.text(Timestamp(seconds: seconds, nanoseconds: 999_999_999))
            guard text.utf8.count == 29, HTTPDate.time(text, now: Self.now)?.seconds == seconds else {
                Issue.record("\(seconds): \(text)")
                return
            }
        }
        #expect(HTTPDate.text(Timestamp(seconds: 784_111_777)) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.text(Timestamp(seconds: -1)) == "Wed, 31 Dec 1969 23:59:59 GMT")
    }
}
