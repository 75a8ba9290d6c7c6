package import PersistyData

/// A moment as Signature V4 writes it: `20130524T000000Z`, in UTC.
package struct SigningTime: Sendable, Hashable {
    /// The sixteen bytes.
    let bytes: [UInt8]

    /// The moment, cut to whole seconds.
    package init(_ time: Timestamp) {
        let civil = time.civil()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        bytes.append(decimal: civil.year, width: 4)
        bytes.append(decimal: civil.month, width: 2)
        bytes.append(decimal: civil.day, width: 2)
        bytes.append(UInt8(ascii: "T"))
        bytes.append(decimal: civil.hour, width: 2)
        bytes.append(decimal: civil.minute, width: 2)
        bytes.append(decimal: civil.second, width: 2)
        bytes.append(UInt8(ascii: "Z"))
        self.bytes = bytes
    }

    /// The moment as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The day: `20130524`.
    package var date: String { String(decoding: bytes.prefix(8), as: UTF8.self) }
}
