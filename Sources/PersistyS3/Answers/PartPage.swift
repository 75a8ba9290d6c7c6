package import PersistyData

/// Parts that an upload has: an answer to ListParts ("ListParts", Amazon S3 API Reference).
package struct PartPage: Sendable, Equatable {
    /// A part that the service holds.
    package struct Part: Sendable, Equatable {
        package var number: Int
        package var etag: ETag
        package var size: Int64
        package var updatedAt: Timestamp?

        /// A part.
        package init(number: Int, etag: ETag, size: Int64, updatedAt: Timestamp?) {
            self.number = number
            self.etag = etag
            self.size = size
            self.updatedAt = updatedAt
        }

        /// Whether this is the part that was sent: else it is sent again.
        package func isSame(size: Int64, etag: ETag) -> Bool { self.size == size && self.etag == etag }
    }

    /// The numbers that parts have ("Amazon S3 multipart upload limits").
    package static let numbers = 1...10_000

    /// The parts, in the service's order.
    package private(set) var parts: [Part] = []
    /// How many entries cannot be parts: without a number that parts have, a validator or a size. They are sent again.
    package private(set) var impossible = 0
    package private(set) var isTruncated: Bool?
    /// After which part the next page goes on.
    package private(set) var nextMarker: String?

    /// Reads an answer.
    package init(_ body: [UInt8]) throws(AnswerError) {
        var scanner = try XMLScanner.answer(body, root: "ListPartsResult")
        while try scanner.nextChild() {
            if scanner.isNamed("Part") {
                try readPart(&scanner)
            } else if scanner.isNamed("IsTruncated") {
                isTruncated = try scanner.flagValue()
            } else if scanner.isNamed("NextPartNumberMarker") {
                nextMarker = try scanner.trimmedValue()
            } else {
                try scanner.skip()
            }
        }
        try scanner.finish()
    }

    private mutating func readPart(_ scanner: inout XMLScanner) throws(AnswerError) {
        var number: Int64?
        var size: Int64?
        var etag: ETag?
        var time: Timestamp?
        while try scanner.nextChild() {
            if scanner.isNamed("PartNumber") {
                number = try scanner.countValue()
            } else if scanner.isNamed("Size") {
                size = try scanner.countValue()
            } else if scanner.isNamed("ETag") {
                etag = try scanner.etagValue()
            } else if scanner.isNamed("LastModified") {
                time = try scanner.timeValue()
            } else {
                try scanner.skip()
            }
        }
        guard let number = number.map(Int.init), Self.numbers.contains(number), let size, let etag else {
            impossible += 1
            return
        }
        parts.append(Part(number: number, etag: etag, size: size, updatedAt: time))
    }
}
