import PersistyData
import PersistyS3
import Testing

/// What is expected of a page, where it is to be read.
private struct Expected: Sendable {
    var count: Int?
    var keys: [String]?
    var check: @Sendable (ObjectPage) -> Bool

    init(_ count: Int? = nil, keys: [String]? = nil, _ check: @escaping @Sendable (ObjectPage) -> Bool = { _ in true })
    {
        self.count = count ?? keys?.count
        self.keys = keys
        self.check = check
    }
}

extension ObjectPage {
    fileprivate var keys: [String] { (0..<rows.count).map { rows.name($0) ?? "?" } }
}

/// The pages that must be read, by file. All others must end in an error, or may.
private let readable: [String: Expected] = [
    "ok_plain.xml": Expected(keys: ["a.txt", "b.txt"]), "ok_no_namespace.xml": Expected(2),
    "ok_prefix_namespace.xml": Expected(2), "ok_whitespace.xml": Expected(2), "ok_self_closing_prefix.xml": Expected(2),
    "ok_empty.xml": Expected(0), "ok_cdata.xml": Expected(keys: ["a & b <c>"]),
    "ok_entities.xml": Expected(keys: ["<script>&'\"AA"]), "ok_double_escaped.xml": Expected(keys: ["&lt;"]),
    "ok_url_encoding.xml": Expected(keys: ["a\nb c+d%"]), "ok_url_encoding_not_declared.xml": Expected(keys: ["a%0Ab"]),
    "ok_key_blanks.xml": Expected(keys: ["  two leading", "two trailing  ", " "]),
    "ok_unknown_elements.xml": Expected(keys: ["a"]), "xinclude.xml": Expected(0), "pi_stylesheet.xml": Expected(2),
    "huge_text.xml": Expected(1), "items_2500_in_one_page.xml": Expected(2500), "enc_bom.xml": Expected(2),
    "chr_ref_control.xml": Expected(keys: ["\u{1}"]), "chr_ref_escape.xml": Expected(1),
    "huge_key.xml": Expected { $0.notices.impossibleKeys == 1 }, "wrong_case.xml": Expected(0),
    "size_blank.xml": Expected { $0.rows.size(0) == 5 }, "etag_missing.xml": Expected { $0.rows.etag(0) == nil },
    "etag_unquoted.xml": Expected { $0.rows.etag(0) == ETag("abc") },
    "etag_multipart.xml": Expected { $0.rows.etag(0)?.possibleMD5 == nil && $0.rows.etag(0) != nil },
    "etag_escape.xml": Expected { $0.rows.etag(0) == ETag("\u{9b}31m") },
    "key_empty.xml": Expected(0) { $0.notices.emptyKeys == 1 }, "key_comment.xml": Expected(keys: ["ab"]),
    "dup_items.xml": Expected(2), "unsorted.xml": Expected(), "key_outside_prefix.xml": Expected(keys: ["../../other"]),
    "control_keys.xml": Expected(keys: ["\u{202e}gpj.exe", "\u{85}nel", "tab\tx"]), "token_endless.xml": Expected(),
    "token_cycle_a.xml": Expected(), "token_cycle_b.xml": Expected(), "token_missing.xml": Expected(),
    "token_empty.xml": Expected(), "token_but_not_truncated.xml": Expected(), "truncated_missing.xml": Expected(),
    "token_huge.xml": Expected(), "token_crlf.xml": Expected { $0.nextToken == "x\r\nHost: evil" },
    "empty_pages.xml": Expected(0),
    "date_nano.xml": Expected { $0.rows.time(0)?.nanoseconds == 1_767_323_045_123_456_789 },
    "date_offset.xml": Expected { $0.rows.time(0)?.seconds == 1_767_323_045 - 14 * 3600 },
    "date_rfc1123.xml": Expected { $0.rows.time(0)?.seconds == 1_767_323_045 },
    "date_leap_second.xml": Expected { $0.rows.time(0)?.seconds == 1_483_228_800 },
]

@Suite struct `A hostile listing` {
    @Test(arguments: HostileAnswer.of("ListObjectsV2"))
    func `is read, or refused, as the corpus says`(_ hostile: HostileAnswer) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let outcome = Result { () throws(AnswerError) in try ObjectPage(hostile.body, under: "") }
        // A debug build on a busy machine is given more than the corpus allows.
        #expect(clock.now - start < .seconds(2))
        switch outcome {
        case .success(let page):
            if hostile.file.hasPrefix("size_"), hostile.file != "size_blank.xml" {
                #expect(page.rows.count == 1 && page.rows.size(0) == nil)
                return
            }
            if hostile.file.hasPrefix("date_"), readable[hostile.file] == nil {
                #expect(page.rows.count == 1 && page.rows.time(0) == nil)
                return
            }
            let expected = try #require(readable[hostile.file], "it was read; expected: \(hostile.expect)")
            if let count = expected.count { #expect(page.rows.count == count) }
            if let keys = expected.keys { #expect(page.keys.map { Array($0.utf8) } == keys.map { Array($0.utf8) }) }
            #expect(expected.check(page))
        case .failure(let error):
            #expect(readable[hostile.file] == nil, "\(error)")
            #expect(hostile.expect.contains("error"))
            let told = error.dataError()
            if case .refused(let failure) = error {
                #expect(hostile.file == "error_with_200.xml" && failure.code == "InternalError")
                #expect(told.retry == .now)
            } else {
                #expect(told.reason == "s3.bad_response")
            }
        }
    }

    @Test(
        arguments: HostileAnswer.of("ListObjectsV2").filter { $0.file.contains("token") || $0.file.contains("trunc") })
    func `ends, whatever tokens come`(_ hostile: HostileAnswer) throws {
        guard let page = try? ObjectPage(hostile.body, under: "") else { return }
        var pages = ListingPages()
        func step(_ page: ObjectPage) -> Result<ListingPages.Step, DataError> {
            Result { () throws(DataError) in try pages.step(after: page) }
        }
        switch hostile.file {
        case "token_endless.xml":
            _ = try step(page).get()
            #expect(throws: DataError.self) { try step(page).get() }
        case "token_cycle_a.xml", "token_cycle_b.xml":
            let other = try #require(HostileAnswer.all.first { $0.file != hostile.file && $0.file.contains("cycle") })
            _ = try step(page).get()
            _ = try step(ObjectPage(other.body, under: "")).get()
            guard case .failure(let error) = step(page) else { Issue.record("it went on"); return }
            #expect(error.reason == "s3.list_loop")
        case "token_missing.xml", "token_empty.xml", "token_huge.xml":
            guard case .failure(let error) = step(page) else { Issue.record("it went on"); return }
            #expect(error.reason == "s3.bad_response")
        case "token_but_not_truncated.xml": #expect(try step(page).get() == .end)
        case "truncated_missing.xml": #expect(try step(page).get() == .endUnsure)
        case "token_crlf.xml":
            guard case .next(let token) = try step(page).get() else { Issue.record("it ended"); return }
            let query: RequestQuery = [.init("continuation-token", token)]
            #expect(query.text == "continuation-token=x%0D%0AHost%3A%20evil")
        default: Issue.record("\(hostile.file) is not thought of")
        }
    }

    @Test func `of keys outside the prefix makes no rows of them`() throws {
        guard let hostile = HostileAnswer.all.first(where: { $0.file == "key_outside_prefix.xml" }) else { return }
        let page = try ObjectPage(hostile.body, under: "p/")
        #expect(page.rows.isEmpty)
        #expect(page.notices.foreignKeys == 1 && page.notices.someForeignKeys == ["../../other"])
    }

    @Test func `of empty pages ends after a thousand of them`() throws {
        var pages = ListingPages()
        for number in 1..<1000 {
            #expect(
                try pages.step(isTruncated: true, token: "E\(number)", isEmpty: true) == .next(token: "E\(number)"))
        }
        do throws(DataError) {
            _ = try pages.step(isTruncated: true, token: "E1000", isEmpty: true)
            Issue.record("it went on")
        } catch { #expect(error.reason == "s3.list_loop") }
    }
}
