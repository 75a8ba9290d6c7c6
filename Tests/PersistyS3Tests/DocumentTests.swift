import PersistyData
import PersistyS3
import Testing

private func body(_ text: String) -> [UInt8] { Array(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text).utf8) }

@Suite struct `A document` {
    @Test(arguments: [
        "", " ", "<", "<a", "<a>", "<a></b>", "<a><b></a></b>", "<a/><b/>", "<a/>x", "x<a/>", "<a b/>", "<a b=c/>",
        "<a b='1' b='2'/>", "<a b='<'/>", "<!DOCTYPE a><a/>", "<a><![CDATA[x</a>", "<a><!-- </a>",
        "<?xml version='1.0' encoding='utf-7'?><a/>",
        "< a/>", "<1/>", "</a>", "<a/ >", "<a>\u{1}</a>", "<a><?x </a>", "<a b='1'c='2'/>", "&amp;<a/>",
    ])
    func `that is not one is refused`(text: String) {
        #expect(throws: AnswerError.self) { try TagSet(Array(text.replacing("a", with: "Tagging").utf8)) }
    }

    @Test(arguments: [
        "<a/>", "<a></a>", "<a />", "<a b = '1'\n c=\"2\"></a >", "\u{feff}<a/>",
        "\n\n<?xml version=\"1.0\"?><a/>\n<!-- x -->",
        "<?xml version='1.0' encoding=\"utf-8\"?><a/>", "<!-- <b> --><a><?x y?></a>", "<n:a xmlns:n='u'></n:a>",
    ])
    func `that is one is read`(text: String) throws {
        #expect(try TagSet(Array(text.replacing("a", with: "Tagging").utf8)).tags.isEmpty)
    }

    @Test(arguments: [
        ("a&#x10FFFF;b", "a\u{10FFFF}b"), ("&#0010;", "\n"), ("a\r\nb\rc", "a\nb\nc"),
        ("a<![CDATA[&lt;\r\n]]>b", "a&lt;\r\nb"),
        ("<!--x-->a", "a"), ("a<!--x-->", "a"), ("&apos;&gt;", "'>"), ("", ""), (" x ", " x "), ("é<?p?>&#233;", "éé"),
    ])
    func `holds text as it is meant`(written: String, meant: String) throws {
        let text = "<Tagging><TagSet><Tag><Key>k</Key><Value>\(written)</Value></Tag></TagSet></Tagging>"
        #expect(try Array(TagSet(Array(text.utf8)).tags[0].value.utf8) == Array(meant.utf8))
    }

    @Test func `of any damage ends in an answer or an error`() throws {
        let whole = body(
            """
            <ListBucketResult xmlns="u"><IsTruncated>false</IsTruncated><Contents><Key>a&amp;é</Key>
            <LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>&quot;x&quot;</ETag><Size>5</Size></Contents>
            </ListBucketResult>
            """)
        for end in whole.indices {
            #expect(throws: AnswerError.self) { try ObjectPage(Array(whole[..<end]), under: "") }
        }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var damaged = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                damaged[Int.random(in: whole.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? ObjectPage(damaged, under: "")
        }
    }
}

@Suite struct `A moment` {
    @Test(arguments: [
        ("2026-01-02T03:04:05Z", 1_767_323_045), ("2026-01-02T03:04:05.678Z", 1_767_323_045),
        ("2026-01-02T04:04:05+01:00", 1_767_323_045), ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1),
        ("2024-02-29T00:00:00Z", 1_709_164_800), ("2000-02-29T12:00:00Z", 951_825_600),
        ("Fri, 02 Jan 2026 03:04:05 GMT", 1_767_323_045), ("1700-03-01T00:00:00Z", -8_515_238_400),
    ])
    func `is read in either form`(text: String, seconds: Int64) {
        #expect(Timestamp(reading: Array(text.utf8)[...])?.seconds == seconds)
    }

    @Test(arguments: [
        "", "2026", "2026-01-02", "2026-01-02T03:04:05", "2026-13-02T03:04:05Z", "2026-02-29T03:04:05Z",
        "2026-01-02T24:00:00Z", "2026-01-02T03:60:05Z", "2026-01-02T03:04:05.Z", "2026-01-02T03:04:05Zx",
        "9999-12-31T23:59:59Z", "0000-00-00T00:00:00Z", "+2026-01-02T03:04:05Z", "2026-01-02T03:04:05+1:00",
        "Fri, 02 Foo 2026 03:04:05 GMT", "Fri, 02 Jan 2026 03:04:05 CET", "1900-02-29T00:00:00Z",
    ])
    func `that is none is not read`(text: String) {
        #expect(Timestamp(reading: Array(text.utf8)[...]) == nil)
    }
}
