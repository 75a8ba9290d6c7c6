import PersistyData
import Testing

@Suite struct `A validator` {
    @Test func `stands in quotes in a header, and is compared by its bytes`() {
        #expect(ETag("abc").headerValue == "\"abc\"")
        #expect(ETag("abc", isWeak: true).headerValue == "W/\"abc\"")
        #expect(ETag("abc") != ETag("abc", isWeak: true))
        #expect(ETag("\u{e9}") != ETag("e\u{301}"))
        #expect(Set([ETag("\u{e9}"), ETag("e\u{301}")]).count == 2)
    }

    @Test(arguments: [
        ("d41d8cd98f00b204e9800998ecf8427e", false, true), ("d41d8cd98f00b204e9800998ecf8427e", true, false),
        ("d41d8cd98f00b204e9800998ecf8427e-2", false, false), ("z41d8cd98f00b204e9800998ecf8427e", false, false),
    ])
    func `may be an MD5 by its form`(value: String, isWeak: Bool, isPossible: Bool) {
        #expect((ETag(value, isWeak: isWeak).possibleMD5 != nil) == isPossible)
    }

    @Test(arguments: [
        ("*", ETagCondition.any), (" * ", .any), ("\"a\"", .list([ETag("a")])),
        ("W/\"a\"", .list([ETag("a", isWeak: true)])), ("\"a\", \"b\"", .list([ETag("a"), ETag("b")])),
        ("\"a\",W/\"b\" ,\t\"c\"", .list([ETag("a"), ETag("b", isWeak: true), ETag("c")])),
        (", ,\"a\",,", .list([ETag("a")])), ("\"a,b\"", .list([ETag("a,b")])), ("\"\"", .list([ETag("")])),
    ])
    func `condition is any item or a list, as RFC 9110 §13.1 writes it`(text: String, condition: ETagCondition) {
        #expect(ETagCondition(text) == condition)
    }

    @Test(arguments: ["", " ", ",", "a", "\"a", "a\"", "\"a\" \"b\"", "*, \"a\"", "\"a\", *", "w/\"a\"", "W/a", "**"])
    func `condition of any other form is none`(text: String) { #expect(ETagCondition(text) == nil) }

    @Test func `matches strongly only where both are strong, weakly by value`() {
        let list = ETagCondition.list([ETag("a"), ETag("b", isWeak: true)])
        #expect(list.matches(ETag("a"), strongly: true))
        #expect(!list.matches(ETag("b"), strongly: true))
        #expect(!list.matches(ETag("a", isWeak: true), strongly: true))
        #expect(list.matches(ETag("b"), strongly: false))
        #expect(list.matches(ETag("a", isWeak: true), strongly: false))
        #expect(!list.matches(ETag("c"), strongly: false))
        #expect(!list.matches(nil, strongly: false))
        #expect(ETagCondition.any.matches(ETag("x"), strongly: true))
        #expect(!ETagCondition.any.matches(nil, strongly: false))
    }
}
