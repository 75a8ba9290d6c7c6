import PersistyData
import PersistyTestSupport
import Testing

@Suite struct `A name in Content-Disposition` {
    @Test(arguments: HostileKey.all.filter { $0.key != nil })
    func `comes back as it was, and is plain ASCII`(hostile: HostileKey) throws {
        let key = try #require(hostile.key)
        let value = ContentDisposition.attachment(fileName: key.text)
        if let wanted = hostile.disposition { #expect(value == wanted) }
        #expect(value.utf8.allSatisfy { (0x20..<0x7f).contains($0) })
        let read = try #require(ReadDisposition(value), "\(value)")
        let last = hostile.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).last ?? []
        #expect(read.kind == "attachment")
        #expect(read.name == (last.isEmpty ? Array("download".utf8) : Array(last)))
        // The other is for clients that know no better, and must be no name that means something.
        let fallback = read.fallback
        #expect(!fallback.isEmpty && fallback.count <= 150 && fallback.first != UInt8(ascii: "."))
        #expect(!fallback.contains { "/\\\"%;=\r\n\t".utf8.contains($0) })
    }

    @Test(arguments: [
        ("a/b/c.txt", "c.txt", "c.txt"), ("", "download", "download"), ("a/", "download", "download"),
        ("..", "download", ".."), ("x\r\nSet-Cookie: a=b", "x__Set-Cookie_ a_b", "x%0D%0ASet-Cookie%3A%20a%3Db"),
        ("\"; filename=evil", "__ filename_evil", "%22%3B%20filename%3Devil"), ("a\\b", "a_b", "a%5Cb"),
        ("é.txt", "_.txt", "%C3%A9.txt"), ("e\u{301}", "e_", "e%CC%81"), (" .x. ", "x", "%20.x.%20"),
        ("\u{202e}gpj.exe", "_gpj.exe", "%E2%80%AEgpj.exe"),
    ])
    func `is its last part, in two spellings`(name: String, fallback: String, extended: String) {
        let rest = "; filename=\"\(fallback)\"; filename*=UTF-8''\(extended)"
        #expect(ContentDisposition.attachment(fileName: name) == "attachment" + rest)
        #expect(ContentDisposition.inline(fileName: name) == "inline" + rest)
    }
}
