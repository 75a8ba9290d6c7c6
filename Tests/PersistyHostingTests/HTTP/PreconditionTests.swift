import HTTPTypes
import PersistyData
import Testing

@testable import PersistyHosting

@Suite struct `Preconditions of a read` {
    private static let now = Timestamp(seconds: 1_800_000_000)
    private static let modified = Timestamp(seconds: 1_700_000_000, nanoseconds: 999_000_000)
    private static let item = Validators(etag: ETag("v1"), modified: modified)
    private static let date = HTTPDate.text(modified)
    private static let earlier = HTTPDate.text(Timestamp(seconds: 1_699_999_999))
    private static let later = HTTPDate.text(Timestamp(seconds: 1_700_000_001))

    private static let sent: [(HTTPFields, Preconditions.Outcome)] = [
        ([.ifMatch: "\"v1\""], .proceed), ([.ifMatch: "\"v0\", \"v1\""], .proceed),
        ([.ifMatch: "*"], .proceed), ([.ifMatch: "\"v0\""], .failed), ([.ifMatch: "W/\"v1\""], .failed),
        ([.ifMatch: "v1"], .failed), ([.ifMatch: ""], .failed),
        ([.ifNoneMatch: "\"v1\""], .notModified), ([.ifNoneMatch: "W/\"v1\""], .notModified),
        ([.ifNoneMatch: "*"], .notModified), ([.ifNoneMatch: "\"v0\""], .proceed), ([.ifNoneMatch: "v1"], .proceed),
        ([.ifModifiedSince: date], .notModified), ([.ifModifiedSince: later], .notModified),
        ([.ifModifiedSince: earlier], .proceed), ([.ifModifiedSince: "yesterday"], .proceed),
        ([.ifUnmodifiedSince: date], .proceed), ([.ifUnmodifiedSince: earlier], .failed),
        ([.ifUnmodifiedSince: "yesterday"], .proceed),
        // The order of RFC 9110 §13.2.2: a validator goes before a date, and what must be so before what must not.
        ([.ifMatch: "\"v1\"", .ifUnmodifiedSince: earlier], .proceed),
        ([.ifNoneMatch: "\"v0\"", .ifModifiedSince: later], .proceed),
        ([.ifNoneMatch: "v0", .ifModifiedSince: later], .proceed),
        ([.ifMatch: "\"v0\"", .ifNoneMatch: "\"v1\""], .failed),
        ([.ifMatch: "\"v1\"", .ifNoneMatch: "\"v1\""], .notModified),
        ([.ifUnmodifiedSince: earlier, .ifModifiedSince: later], .failed),
    ]

    @Test(
        arguments: ["range", "if_none_match", "if_match", "if_modified_since"].flatMap { HostileRequest.all($0) })
    func `are answered as the corpus wants, whatever they say`(hostile: HostileRequest) throws {
        let size: Int64 =
            switch hostile.request.target {
            case "{download:size0}": 0
            case "{download:size1}": 1
            case "{download:size5MiB}": 5 << 20
            default: 1000
            }
        let fields = hostile.fields(["etag": "\"v1\"", "etag_unquoted": "v1", "last_modified": Self.date])
        let method = try #require(HTTPRequest.Method(hostile.request.method ?? ""))
        let answer = ItemAnswer(method, fields, of: Self.item, size: size, now: Self.now)
        #expect(
            hostile.expect.allows(
                status: answer.status.code, contentLength: answer.bytes(of: size).map { Int64($0.count) },
                contentRange: answer.contentRange(of: size)), "\(answer)")
    }

    @Test(arguments: sent)
    func `are met, or failed, by what is there`(fields: HTTPFields, outcome: Preconditions.Outcome) {
        #expect(Preconditions(fields, now: Self.now).outcome(for: Self.item) == outcome)
    }

    @Test func `sent in several fields are one list, and dates sent twice none`() {
        func outcome(_ name: HTTPField.Name, _ values: [String]) -> Preconditions.Outcome {
            var fields = HTTPFields()
            fields[values: name] = values
            return Preconditions(fields, now: Self.now).outcome(for: Self.item)
        }
        #expect(outcome(.ifMatch, ["\"v0\"", "\"v1\""]) == .proceed)
        #expect(outcome(.ifNoneMatch, ["\"v0\"", "\"v1\""]) == .notModified)
        #expect(outcome(.ifModifiedSince, [Self.later, Self.later]) == .proceed)
    }

    @Test func `need a validator to compare with`() {
        let bare = Validators()
        let sent: [(HTTPFields, Preconditions.Outcome)] = [
            ([.ifMatch: "*"], .proceed), ([.ifMatch: "\"v1\""], .failed),
            ([.ifNoneMatch: "*"], .notModified), ([.ifNoneMatch: "\"v1\""], .proceed),
            ([.ifModifiedSince: Self.later], .proceed), ([.ifUnmodifiedSince: Self.earlier], .proceed),
        ]
        for (fields, outcome) in sent {
            #expect(Preconditions(fields, now: Self.now).outcome(for: bare) == outcome, "\(fields)")
        }
    }

    @Test(
        arguments: [
            ("\"v1\"", true), (nil, true), ("\"v0\"", false), ("W/\"v1\"", false), ("v1", false), ("*", false),
            ("", false),
            ("\"v1\", \"v0\"", false), ("\"v1\",", false), (date, false), (later, false), ("never", false),
        ] as [(String?, Bool)])
    func `allow a part only of the version that is named by a strong validator`(value: String?, isAllowed: Bool) {
        var fields = HTTPFields()
        fields[.ifRange] = value
        let preconditions = Preconditions(fields, now: Self.now)
        #expect(preconditions.allowsRange(of: Self.item) == isAllowed)
        #expect(preconditions.allowsRange(of: Validators(etag: ETag("v1", isWeak: true))) == (value == nil))
        #expect(preconditions.allowsRange(of: Validators()) == (value == nil))
    }

    @Test func `come before the range, which HEAD does not have`() {
        let answers: [(HTTPRequest.Method, HTTPFields, ItemAnswer)] = [
            (.get, [.range: "bytes=0-1"], .part(0..<2)), (.head, [.range: "bytes=0-1"], .whole),
            (.get, [.range: "bytes=10-"], .unsatisfiable), (.head, [.range: "bytes=10-"], .whole),
            (.get, [.range: "bytes=10-", .ifMatch: "\"v0\""], .failed),
            (.get, [.range: "bytes=0-1", .ifNoneMatch: "\"v1\""], .notModified),
            (.head, [.ifNoneMatch: "\"v1\""], .notModified),
            (.get, [.range: "bytes=10-", .ifRange: "\"v0\""], .whole),
        ]
        for (method, fields, answer) in answers {
            #expect(ItemAnswer(method, fields, of: Self.item, size: 10, now: Self.now) == answer, "\(fields)")
        }
    }
}
