/// Validators of rows: 17 bytes a row where they are MD5s, nothing where none is known.
struct ValidatorColumn: Sendable {
    private enum Mark {
        static let none: UInt8 = 0
        static let md5: UInt8 = 1
        static let other: UInt8 = 2
    }

    private var marks: [UInt8] = []
    private var digests: [(UInt64, UInt64)] = []
    /// Those that are not 32 lower-case hexadecimal digits.
    private var others: [Int32: ETag] = [:]

    subscript(row: Int) -> ETag? {
        guard row < marks.count else { return nil }
        switch marks[row] {
        case Mark.md5: return withUnsafeBytes(of: digests[row]) { Digest(.md5, Array($0)) }.map { ETag($0) }
        case Mark.other: return others[Int32(row)]
        default: return nil
        }
    }

    mutating func set(_ etag: ETag, row: Int, of rows: Int) {
        if let digest = etag.possibleMD5, digest.hexadecimal.utf8Equals(etag.value) {
            digest.bytes.withUnsafeBytes { set(md5: $0, row: row, of: rows) }
        } else {
            fill(to: row)
            marks[row] = Mark.other
            others[Int32(row)] = etag
        }
    }

    /// The validator that is an MD5, by its 16 bytes.
    mutating func set(md5 bytes: UnsafeRawBufferPointer, row: Int, of rows: Int) {
        if marks.isEmpty {
            marks.reserveCapacity(rows)
            digests.reserveCapacity(rows)
        }
        fill(to: row)
        marks[row] = Mark.md5
        digests[row] = (
            bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        )
    }

    private mutating func fill(to row: Int) {
        while marks.count <= row {
            marks.append(Mark.none)
            digests.append((0, 0))
        }
    }
}

/// Media types of rows: each type once, and two bytes a row.
struct TypeColumn: Sendable {
    private var indices: [UInt16] = []
    private var types: [String] = []
    private var known: [String: UInt16] = [:]
    private var last: UInt16 = 0
    /// Those for which there was no number left.
    private var others: [Int32: String] = [:]

    subscript(row: Int) -> String? {
        guard row < indices.count else { return nil }
        return indices[row] == 0 ? others[Int32(row)] : types[Int(indices[row]) - 1]
    }

    mutating func set(_ type: String, row: Int, of rows: Int) {
        if indices.isEmpty { indices.reserveCapacity(rows) }
        while indices.count <= row { indices.append(0) }
        if last > 0, types[Int(last) - 1].utf8Equals(type) {
            indices[row] = last
        } else if let index = known[type] {
            indices[row] = index
            last = index
        } else if types.count < Int(UInt16.max) {
            types.append(type)
            last = UInt16(types.count)
            known[type] = last
            indices[row] = last
        } else {
            others[Int32(row)] = type
        }
    }
}
