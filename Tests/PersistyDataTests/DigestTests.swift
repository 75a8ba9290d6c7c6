import enum Crypto.Insecure
import PersistyData
import Testing

@Suite struct `A digest` {
    @Test(arguments: [
        (Digest.Algorithm.md5, "900150983cd24fb0d6963f7d28e17f72"),
        (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (.crc32c, "364b3fb7"),
    ])
    func `of "abc" is the published one`(algorithm: Digest.Algorithm, hexadecimal: String) {
        var hasher = DigestHasher(algorithm)
        for byte in "abc".utf8 { withUnsafeBytes(of: byte) { hasher.update($0) } }
        #expect(hasher.finish().hexadecimal == hexadecimal)
        #expect(Digest(algorithm, hexadecimal: hexadecimal.uppercased()) == hasher.finish())
    }

    // RFC 1321, §A.5.
    @Test(arguments: [
        ("", "d41d8cd98f00b204e9800998ecf8427e"),
        ("a", "0cc175b9c0f1b6a831c399e269772661"),
        ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
        (
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            "d174ab98d277d9f5a5611c2c9f419d9f"
        ),
        (String(repeating: "1234567890", count: 8), "57edf4a22be3c955ac49da2e2107b67a"),
    ])
    func `of the texts of the standard is the standard's`(text: String, md5: String) {
        #expect(Array(text.utf8).withUnsafeBytes { DigestHasher.digest(.md5, of: $0) }.hexadecimal == md5)
    }

    /// Lengths on both sides of each edge: of a block, of the place for the length in it, of several blocks.
    private static let lengths = [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 4096, 16_384, 16_385]

    @Test(arguments: lengths)
    func `does not depend on how the bytes came`(length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ length) }
        var whole = Insecure.MD5()
        whole.update(data: bytes)
        for step in [1, 7, 63, 64, 65, 1000] {
            var hasher = DigestHasher(.md5)
            for start in stride(from: 0, to: length, by: step) {
                Array(bytes[start..<min(start + step, length)]).withUnsafeBytes { hasher.update($0) }
            }
            #expect(hasher.finish().bytes == Array(whole.finalize()))
        }
    }

    @Test(arguments: [0, 1, 3, 4, 7, 8, 9, 16, 40])
    func `is the same when made beside others`(count: Int) {
        let bytes = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* $0 &+ $0 >> 8) }
        let stretches = (0..<count).map { number in
            let start = number * 131
            return start..<start + Self.lengths[(number * 7 + count) % Self.lengths.count]
        }
        let digests = bytes.withUnsafeBytes { Digest.md5(ofEach: stretches, in: $0) }
        #expect(
            digests.map(\.bytes)
                == stretches.map { stretch in
                    var alone = Insecure.MD5()
                    alone.update(data: bytes[stretch])
                    return Array(alone.finalize())
                })
    }
}
