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
}
