import CChecksum
import PersistyS3
import Testing

private func sum(_ bytes: some Collection<UInt8>) -> CRC64NVME {
    Array(bytes).withUnsafeBytes { CRC64NVME($0) }
}

@Suite struct `The checksum CRC64NVME` {
    /// The first value is the catalogue's check value, the others are those of the NVM Express specification.
    @Test(
        arguments: [
            (Array("123456789".utf8), 0xAE8B_1486_0A79_9888),
            ([UInt8](repeating: 0, count: 4096), 0x6482_D367_EB22_B64E),
            ([UInt8](repeating: 0xff, count: 4096), 0xC0DD_BA73_02EC_A3AC), ([], 0),
        ] as [([UInt8], UInt64)])
    func `has the known values`(bytes: [UInt8], value: UInt64) {
        #expect(sum(bytes).value == value)
    }

    @Test func `is the same with special instructions and without, for every length and place`() {
        let bytes = (0..<1100).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        bytes.withUnsafeBytes { bytes in
            for count in 0..<1000 {
                for start in [0, 1, 7, 64] {
                    let part = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + count)])
                    let value = persisty_crc64nvme_portable(UInt64(count), part.baseAddress, part.count)
                    #expect(persisty_crc64nvme(UInt64(count), part.baseAddress, part.count) == value)
                }
            }
        }
    }

    @Test func `of parts makes that of the whole`() {
        let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        for cut in stride(from: 0, through: 5000, by: 41) {
            var whole = sum(bytes[..<cut])
            whole.append(sum(bytes[cut...]))
            #expect(whole == sum(bytes))
            var continued = sum(bytes[..<cut])
            Array(bytes[cut...]).withUnsafeBytes { continued.update($0) }
            #expect(continued == sum(bytes))
        }
    }

    @Test func `is sent in base64`() { #expect(sum("123456789".utf8).headerValue == "rosUhgp5mIg=") }
}
