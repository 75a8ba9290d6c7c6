import HTTPTypes
import Testing

@testable import PersistyHosting

@Suite struct `The policy for pages of other sites` {
    private static let policy = OriginPolicy(["https://app.example", "http://localhost:8080"])
    private static let methods: [HTTPRequest.Method] = [.get, .head, .put]

    @Test(arguments: HostileRequest.all("cors"))
    func `answers as the corpus wants, whoever asks`(hostile: HostileRequest) throws {
        let rule = try #require(hostile.expect.rule)
        let policy = OriginPolicy(["https://app.example"])
        do throws(RequestRefusal) {
            let answer = try policy.preflight(hostile.fields(), methods: Self.methods)
            let fields = try policy.fields(for: hostile.fields())
            let origin: String? = rule.hasPrefix("allowed") ? "https://app.example" : nil
            #expect(answer?[.accessControlAllowOrigin] == origin && fields[.accessControlAllowOrigin] == origin)
            #expect(answer?[.vary] == "Origin" && fields[.vary] == "Origin")
            #expect(answer?[.accessControlAllowCredentials] == nil && fields[.accessControlAllowCredentials] == nil)
        } catch {
            #expect(rule == "\(error.status.code)")
        }
    }

    @Test func `lets a page that is allowed do what can be done, and read what it needs`() throws {
        let request: HTTPFields = [
            .origin: "http://localhost:8080", .accessControlRequestMethod: "PUT",
            .accessControlRequestHeaders: "content-type,x-other",
        ]
        let answer = try #require(try Self.policy.preflight(request, methods: Self.methods))
        #expect(answer[.accessControlAllowOrigin] == "http://localhost:8080")
        #expect(answer[.accessControlAllowMethods] == "GET, HEAD, PUT")
        #expect(answer[.accessControlAllowHeaders]?.contains("Content-Type") == true)
        #expect(answer[.accessControlAllowHeaders]?.contains("x-other") == false)
        #expect(answer[.accessControlMaxAge] == "600")
        let fields = try Self.policy.fields(for: [.origin: "https://app.example"])
        #expect(fields[.accessControlAllowOrigin] == "https://app.example")
        #expect(fields[.accessControlExposeHeaders]?.contains("ETag") == true)
    }

    @Test(arguments: [
        ["https://evil.example"], ["null"], ["*"], ["https://app.example/"], ["https://app.example:443"],
        ["HTTPS://app.example"], ["https://app.example."], ["http://app.example"], ["https://a.app.example"],
    ])
    func `tells others nothing`(origins: [String]) throws {
        var request: HTTPFields = [.accessControlRequestMethod: "GET"]
        request[values: .origin] = origins
        #expect(try Self.policy.preflight(request, methods: Self.methods) == [.vary: "Origin"])
        #expect(try Self.policy.fields(for: request) == [.vary: "Origin"])
    }

    @Test(arguments: [
        ["https://app.example", "https://app.example"], ["https://app.example x"], ["https://äpp"], [""],
    ])
    func `refuses what is no origin, but for the empty one that nobody is`(origins: [String]) {
        var request = HTTPFields()
        request[values: .origin] = origins
        if origins == [""] {
            #expect(throws: Never.self) { try Self.policy.fields(for: request) }
        } else {
            #expect(throws: RequestRefusal.self) { try Self.policy.fields(for: request) }
        }
    }

    @Test func `is asked only by a browser that names origin and method`() throws {
        #expect(try Self.policy.preflight([:], methods: Self.methods) == nil)
        #expect(try Self.policy.preflight([.origin: "https://app.example"], methods: Self.methods) == nil)
        #expect(try Self.policy.preflight([.accessControlRequestMethod: "GET"], methods: Self.methods) == nil)
        #expect(
            try Self.policy.preflight(
                [.origin: "https://app.example", .accessControlRequestMethod: "DELETE"], methods: Self.methods)
                == [.vary: "Origin"])
        #expect(try OriginPolicy([]).fields(for: [.origin: "https://app.example"]) == [:])
    }
}
