import PersistyData

/// A line of an ``ETagMemory``'s file: 64 bytes, the last four of them the CRC-32C of the others.
struct ETagRecord: Sendable {
    static let length = 64
    private static let mark: UInt32 = 0x3145_5450  // “PTE1”

    let fingerprint: Fingerprint
    /// The digest's bytes, as two numbers, to keep a million of these without a million arrays.
    private let high: UInt64
    private let low: UInt64

    init?(_ fingerprint: Fingerprint, _ digest: Digest) {
        guard digest.algorithm == .md5 else { return nil }
        self.fingerprint = fingerprint
        (high, low) = digest.bytes.withUnsafeBytes {
            ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
    }

    private init(_ fields: UnsafeRawBufferPointer) {
        func field(_ index: Int) -> UInt64 {
            UInt64(littleEndian: fields.loadUnaligned(fromByteOffset: 4 + 8 * index, as: UInt64.self))
        }
        fingerprint = Fingerprint(
            device: field(0), inode: field(1), size: Int64(bitPattern: field(2)),
            modified: Int64(bitPattern: field(3)), changed: Int64(bitPattern: field(4)))
        high = fields.loadUnaligned(fromByteOffset: 44, as: UInt64.self)
        low = fields.loadUnaligned(fromByteOffset: 52, as: UInt64.self)
    }

    var digest: Digest? { withUnsafeBytes(of: (high, low)) { Digest(.md5, Array($0)) } }

    /// The record as it stands in the file.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.length)
        func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        append(Self.mark)
        append(fingerprint.device)
        append(fingerprint.inode)
        append(fingerprint.size)
        append(fingerprint.modified)
        append(fingerprint.changed)
        withUnsafeBytes(of: (high, low)) { bytes.append(contentsOf: $0) }
        append(bytes.withUnsafeBytes { DigestHasher.crc32c($0) })
        return bytes
    }

    /// Gives the sound records in `bytes`, skipping what is damaged, also where a torn write has shifted the rest.
    static func forEach(in bytes: UnsafeRawBufferPointer, _ body: (ETagRecord) -> Void) {
        var offset = 0
        while offset + length <= bytes.count {
            let fields = UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + length)])
            let isMarked = UInt32(littleEndian: fields.loadUnaligned(as: UInt32.self)) == mark
            let sum = UInt32(littleEndian: fields.loadUnaligned(fromByteOffset: length - 4, as: UInt32.self))
            let content = UnsafeRawBufferPointer(rebasing: fields[..<(length - 4)])
            if isMarked, sum == DigestHasher.crc32c(content) {
                body(ETagRecord(fields))
                offset += length
            } else {
                offset += 1
            }
        }
    }
}
