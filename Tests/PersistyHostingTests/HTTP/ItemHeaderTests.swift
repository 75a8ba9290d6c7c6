import HTTPTypes
import PersistyData
import PersistyTestSupport
import Testing

@testable import PersistyHosting

@Suite struct `Headers of an item` {
    private static let now = Timestamp(seconds: 1_800_000_000)

    private func item(_ type: String?, key: String = "a/b.bin") throws -> DataItem {
        DataItem(
            key: try DataKey(key), size: 1000, updatedAt: Timestamp(seconds: 784_111_777), etag: ETag("v1"),
            attributes: DataAttributes(contentType: type))
    }

    private func fields(
        _ item: DataItem, inline: Bool = false, fileName: String? = nil, answer: ItemAnswer = .whole
    ) -> HTTPFields {
        ItemHeaders(item, LinkToken.Presentation(isInline: inline, fileName: fileName), now: Self.now)
            .fields(for: answer)
    }

    @Test(arguments: HostileRequest.all("active_content"))
    func `keep what may run from running`(hostile: HostileRequest) throws {
        for isInline in [false, true] {
            let item = try item(hostile.request.itemType)
            let fields = fields(item, inline: isInline && hostile.request.itemType != "image/png")
            for (name, value) in try #require(hostile.expect.headers) {
                let field = try #require(HTTPField.Name(name))
                let sent = try #require(fields[field])
                #expect(value.hasSuffix("…") ? sent.hasPrefix(value.dropLast()) : sent == value)
            }
        }
    }

    @Test(arguments: [
        ("image/png", "image/png"), ("IMAGE/JPEG", "image/jpeg"), ("image/gif; x=y", "image/gif"),
        ("image/webp", "image/webp"), ("image/avif", "image/avif"), ("text/plain", "text/plain; charset=utf-8"),
        ("text/plain; charset=utf-7", "text/plain; charset=utf-8"),
    ])
    func `let a browser show what is safe, where the link says so`(stored: String, shown: String) throws {
        let inline = fields(try item(stored), inline: true)
        #expect(inline[.contentType] == shown)
        #expect(inline[.contentDisposition] == "inline; filename=\"b.bin\"; filename*=UTF-8''b.bin")
        #expect(inline[.xContentTypeOptions] == "nosniff")
        let saved = fields(try item(stored))
        #expect(saved[.contentType] == stored && saved[.contentDisposition]?.hasPrefix("attachment;") == true)
    }

    @Test(
        arguments: [
            ("text/html", "text/html"), ("image/svg+xml", "image/svg+xml"), ("application/pdf", "application/pdf"),
            (nil, ContentType.unknown), ("", ContentType.unknown), ("html", ContentType.unknown),
            ("text/html;x", ContentType.unknown), ("text/html\r\nX: y", ContentType.unknown),
            ("text/" + String(repeating: "x", count: 100), ContentType.unknown),
            ("multipart/x-mixed-replace; boundary=a", ContentType.unknown), ("Message/RFC822", ContentType.unknown),
        ] as [(String?, String)])
    func `name the stored type where it is one, and have all else saved`(stored: String?, sent: String) throws {
        for isInline in [false, true] {
            let fields = fields(try item(stored), inline: isInline)
            #expect(fields[.contentType] == sent)
            #expect(fields[.contentDisposition]?.hasPrefix("attachment;") == true)
        }
    }

    @Test(
        arguments: [
            (ItemAnswer.whole, "1000", nil), (.part(0..<100), "100", "bytes 0-99/1000"),
            (.part(999..<1000), "1", "bytes 999-999/1000"), (.unsatisfiable, nil, "bytes */1000"),
            (.notModified, nil, nil),
            (.failed, nil, nil),
        ] as [(ItemAnswer, String?, String?)])
    func `fit the answer`(answer: ItemAnswer, length: String?, range: String?) throws {
        let fields = fields(try item("text/html"), answer: answer)
        #expect(fields[.contentLength] == length)
        #expect(fields[.contentRange] == range)
        let hasContent = length != nil
        for name in [HTTPField.Name.contentType, .contentDisposition, .acceptRanges] {
            #expect((fields[name] != nil) == hasContent)
        }
        let hasItem = hasContent || answer == .notModified
        #expect(fields[.eTag] == (hasItem ? "\"v1\"" : nil))
        #expect(fields[.lastModified] == (hasItem ? "Sun, 06 Nov 1994 08:49:37 GMT" : nil))
        #expect(fields[.cacheControl] == "private, no-store" && fields[.xRobotsTag] == "noindex")
    }

    @Test func `tell nothing that is not known, or still to come`() throws {
        var item = try item(nil)
        item.updatedAt = Timestamp(seconds: Self.now.seconds + 1)
        item.etag = nil
        var fields = fields(item)
        #expect(fields[.eTag] == nil && fields[.lastModified] == nil)
        for hostile in ["a\"b", "a\r\nX: y", "a b", "é", "\u{7f}", String(repeating: "x", count: 300)] {
            item.etag = ETag(hostile)
            fields = self.fields(item)
            #expect(fields[.eTag] == nil, "\(hostile.debugDescription)")
        }
        item.etag = ETag("x", isWeak: true)
        #expect(self.fields(item)[.eTag] == "W/\"x\"")
    }

    @Test(
        arguments: [
            ("gzip", "gzip", "de", "de"), ("GZIP", "gzip", "de, en-GB", "de, en-GB"),
            ("gzip, gzip, gzip", nil, "", nil),
            ("identity", nil, "de\r\nX: y", nil), ("x\r\nX: y", nil, "*", nil), ("aws-chunked", nil, "d\u{e9}", nil),
        ] as [(String, String?, String, String?)])
    func `have of the stored attributes only what is known, and never how long to keep it`(
        coding: String, sentCoding: String?, language: String, sentLanguage: String?
    ) throws {
        var item = try item("text/plain")
        item.attributes?.contentEncoding = coding
        item.attributes?.contentLanguage = language
        item.attributes?.cacheControl = "public, max-age=31536000"
        item.attributes?.contentDisposition = "inline"
        let fields = fields(item)
        #expect(fields[.contentEncoding] == sentCoding && fields[.contentLanguage] == sentLanguage)
        #expect(fields[.cacheControl] == "private, no-store")
        #expect(fields[.contentDisposition]?.hasPrefix("attachment;") == true)
    }

    @Test(arguments: HostileKey.all)
    func `hold no byte of a name that could be more than a name`(hostile: HostileKey) throws {
        guard let key = hostile.key else { return }
        var item = try item(String(decoding: hostile.bytes, as: UTF8.self))
        item.key = key
        for name in [nil, String(decoding: hostile.bytes, as: UTF8.self)] {
            for field in fields(item, fileName: name) {
                #expect(field.value.utf8.allSatisfy { (0x20..<0x7f).contains($0) })
            }
        }
    }
}
