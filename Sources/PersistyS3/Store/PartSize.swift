/// How an item is divided into parts ("Amazon S3 multipart upload limits": 10,000 parts of 5 MiB to 5 GiB; 5 TiB).
package enum PartSize {
    /// The size of a part where nothing asks for more.
    package static let usual = 8 << 20
    /// The most bytes of an item.
    package static let greatestItem: Int64 = 5 << 40
    /// The most parts.
    package static let mostParts = 10_000

    /// The size of every part but the last of an item of `size` bytes: in whole MiB.
    package static func of(size: Int64) -> Int {
        let needed = Int((size + Int64(mostParts) - 1) / Int64(mostParts))
        let mebibyte = 1 << 20
        return max(usual, (needed + mebibyte - 1) / mebibyte * mebibyte)
    }

    /// The size of a part of an item whose size nobody has said: it doubles every thousand parts, so that 10,000 of them
    /// reach 8 TiB, unless all must have one size.
    ///
    /// - Parameter number: Which part, from 1 on.
    package static func ofUnknown(number: Int, areEqual: Bool) -> Int {
        areEqual ? 4 * usual : usual << min(7, (number - 1) / 1000)
    }

    /// The ranges of an item of `size` bytes.
    package static func ranges(size: Int64, part: Int) -> [Range<Int64>] {
        stride(from: 0, to: size, by: part).map { $0..<min($0 + Int64(part), size) }
    }
}
