import HTTPTypes
import PersistyData
import Testing

@testable import PersistyHosting

@Suite struct `The head of a form` {
    @Test(
        arguments: [
            ("multipart/form-data; boundary=b", 200), ("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\"", 200),
            ("multipart/form-data;boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW", 200),
            ("multipart/form-data; boundary=" + String(repeating: "b", count: 70), 200),
            ("multipart/form-data; boundary=" + String(repeating: "b", count: 71), 400), ("multipart/form-data", 400),
            ("multipart/form-data; boundary=", 400), ("multipart/form-data; boundary=\"\"", 400),
            ("multipart/form-data; boundary=\"a\\\"b\"", 400), ("multipart/form-data; boundary=\"a \"", 400),
            ("multipart/form-data; boundary=a; boundary=b", 400), ("multipart/form-data; boundary=a;", 400),
            ("multipart/form-data, boundary=a", 400), ("multipart/mixed; boundary=a", 415),
            ("application/x-www-form-urlencoded", 415), ("text/plain", 415),
        ] as [(String, Int)])
    func `names the boundary`(type: String, code: Int) {
        do throws(RequestRefusal) {
            _ = try FormBoundary([.contentType: type])
            #expect(code == 200)
        } catch {
            #expect(error.status.code == code)
        }
    }

    @Test func `is admitted with room for what stands around the file`() throws {
        func read(_ fields: HTTPFields, length: Int64? = nil) throws(RequestRefusal) -> FormHeaders {
            var fields = fields
            fields[.contentType] = "multipart/form-data; boundary=b"
            let upload = LinkToken.Upload(limit: 1000, length: length, contentTypes: ["*"], condition: .absent)
            return try FormHeaders(fields, for: upload, serverLimit: 500)
        }
        let headers = try read([.contentLength: "2000", .expect: "100-continue"])
        #expect(headers.limit == 500 && headers.formLimit > 65_536 && headers.awaitsContinue)
        #expect(headers.condition == .absent && headers.length == nil)
        #expect(try read([:], length: 12).limit == 12)
        #expect(throws: RequestRefusal.self) { try read([.contentLength: "\(headers.formLimit + 1)"]) }
        #expect(throws: RequestRefusal.self) { try read([.contentEncoding: "gzip"]) }
        #expect(throws: RequestRefusal.self) { try read([.ifMatch: "\"v1\""]) }
        #expect(throws: RequestRefusal.self) { _ = try FormBoundary([:]) }
    }
}
