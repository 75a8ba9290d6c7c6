import PersistyData
import CChecksum
package import NIOCore

/// The checksum that S3 keeps of every item ("Checking object integrity", Amazon S3 User Guide): a CRC that can be made of
/// parts in any order and put together, so that an upload in parts is verified as a whole.
package struct CRC64NVME: Sendable, Hashable {
    /// The sum.
    package private(set) var value: UInt64 = 0
    /// Of how many bytes it is.
    package private(set) var count: UInt64 = 0

    /// The sum of no bytes.
    package init() {}

    /// The sum of `bytes`.
    package init(_ bytes: UnsafeRawBufferPointer) { update(bytes) }

    /// Takes in more bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        value = persisty_crc64nvme(value, bytes.baseAddress, bytes.count)
        count += UInt64(bytes.count)
    }

    /// Takes in the readable bytes of `buffer`.
    package mutating func update(_ buffer: ByteBuffer) { buffer.withUnsafeReadableBytes { update($0) } }

    /// Takes in the bytes that `next` is the sum of, without seeing them.
    package mutating func append(_ next: CRC64NVME) {
        value = persisty_crc64nvme_combined(value, next.value, next.count)
        count += next.count
    }

    /// As it stands in `x-amz-checksum-crc64nvme`: base64, most significant byte first.
    package var headerValue: String { bytes.base64 }

    /// The sum, most significant byte first.
    package var bytes: [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
}
