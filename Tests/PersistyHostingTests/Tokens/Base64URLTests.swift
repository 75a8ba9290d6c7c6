import Testing

@testable import PersistyHosting

@Suite struct `Base64 for addresses` {
    @Test func `has one text for all bytes, and takes no other`() {
        for count in 0...40 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 131 &+ count) }
            var text: [UInt8] = []
            Base64URL.append(bytes, to: &text)
            #expect(Base64URL.decode(text) == bytes)
            #expect(Base64URL.decode(text + [UInt8(ascii: "=")]) == nil)
        }
        for text in ["A", "AB", "AAB", "A+A/", "AA==", " AAAA", "AAAA\n", "AA.A", "ÄÄ"] {
            #expect(Base64URL.decode(Array(text.utf8)) == nil, "\(text)")
        }
    }
}
