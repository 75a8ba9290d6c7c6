import NIOCore

/// Finds a delimiter in bytes that come in pieces, looking at each of them twice at most.
///
/// A delimiter begins with CR and has no other: where a match breaks off, the next can only begin at the byte that broke
/// it.
struct DelimiterSearch: Sendable {
    /// What a piece has before the delimiter, or before what may become one.
    struct Found {
        /// How many bytes of the delimiter, held back before, turned out to be content.
        var released = 0
        /// The content after those, sharing its memory with the piece.
        var content = ByteBuffer()
        /// Whether the delimiter came next, and was taken.
        var isDelimiter = false
    }

    let delimiter: [UInt8]
    /// How many bytes of the delimiter came last.
    private var matched: Int

    /// Looks for `delimiter`, of which the first `matched` bytes count as if they had come.
    init(_ delimiter: [UInt8], matched: Int = 0) {
        self.delimiter = delimiter
        self.matched = matched
    }

    /// Takes the bytes of `piece` up to the delimiter and with it, or all of them.
    mutating func take(from piece: inout ByteBuffer) -> Found {
        let held = matched
        let end = piece.withUnsafeReadableBytes { scan($0) }
        var found = Found(isDelimiter: matched == delimiter.count)
        // Before the piece, where what was held back is still a part of the match.
        let contentEnd = end - matched
        if contentEnd >= 0 {
            found.released = held
            found.content = piece.getSlice(at: piece.readerIndex, length: contentEnd) ?? ByteBuffer()
        }
        piece.moveReaderIndex(forwardBy: end)
        if found.isDelimiter { matched = 0 }
        return found
    }

    /// Where the delimiter ends, or the bytes.
    private mutating func scan(_ bytes: UnsafeRawBufferPointer) -> Int {
        var index = 0
        while index < bytes.count, matched < delimiter.count {
            if matched == 0 {
                guard let start = bytes[index...].firstIndex(of: delimiter[0]) else { return bytes.count }
                index = start + 1
                matched = 1
            } else if bytes[index] == delimiter[matched] {
                index += 1
                matched += 1
            } else {
                matched = 0
            }
        }
        return index
    }
}
