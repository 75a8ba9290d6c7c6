import HTTPTypes
import NIOCore
import PersistyData
import PersistyTestSupport
import Testing

@testable import PersistyHosting

@Suite struct `A form with a file` {
    private static let head = TestForm.head

    @Test(arguments: HostileRequest.all("form"))
    func `is read or refused as the corpus wants`(hostile: HostileRequest) throws {
        let form = Array(try #require(hostile.request.bodyB64))
        let upload = LinkToken.Upload(limit: 1 << 20, contentTypes: ["*"], condition: .always)
        let result = Result { () throws(RequestRefusal) in
            let boundary = try FormHeaders(hostile.fields(), for: upload, serverLimit: 1 << 20).boundary
            return try TestForm.read(form, boundary: String(decoding: boundary.bytes, as: UTF8.self)).get()
        }
        #expect(hostile.expect.allows(status: TestForm.code(result)), "\(result)")
    }

    @Test func `tells its fields, and its file as it is`() throws {
        let content = "a\r\n--\r\n-b\r\r\n--B\n--b"
        let text =
            TestForm.field("key", "../../x") + "--b\r\nX-Other: y\r\ncontent-type: Image/PNG\r\n"
            + "CONTENT-DISPOSITION: Form-Data; filename=\"a \\\"b\\\".png\"; name=file\r\n\r\n" + content + "\r\n"
            + TestForm.field("empty", "") + TestForm.field("lines", "1\r\n2") + "--b--"
        #expect(
            try TestForm.read(Array(text.utf8)).get() == [
                .field(name: "key", value: "../../x"),
                .fileBegan(fileName: "a \"b\".png", contentType: "Image/PNG"),
                .fileBytes(ByteBuffer(string: content)), .fileEnded, .field(name: "empty", value: ""),
                .field(name: "lines", value: "1\r\n2"), .ended,
            ])
        #expect(
            try TestForm.read(TestForm.form("")).get() == [
                .fileBegan(fileName: "x", contentType: nil), .fileEnded, .ended,
            ])
    }

    @Test(arguments: TestForm.strictness)
    func `is strictly what the RFC has`(text: String, code: Int) {
        #expect(TestForm.code(TestForm.read(Array(text.utf8))) == code, "\(TestForm.read(Array(text.utf8)))")
    }

    private static let heads: [(String, Int)] = [
        (head + "Content-Type: text/plain\r\n", 200), (head + "Content-Transfer-Encoding: binary\r\n", 200),
        (head + "Content-Transfer-Encoding:8BIT\r\n", 200), (head + "Content-Transfer-Encoding: base64\r\n", 400),
        (head + "Content-Transfer-Encoding: quoted-printable\r\n", 400), (head + "Content-Type: html\r\n", 400),
        (head + "Content-Type: multipart/mixed; boundary=c\r\n", 400), (head + "Content-Type:\r\n", 400),
        (head + head, 400),
        (head + "X: y\r\n z\r\n", 400), (head + " X: y\r\n", 400), (head + "X : y\r\n", 400), (head + "X\r\n", 400),
        (head + "X: a\u{0}b\r\n", 400), (head + "X: a\nY: b\r\n", 400), (head + "X: a\rb\r\n", 400),
        ("Content-Disposition: attachment; name=\"file\"\r\n", 400), ("Content-Disposition: form-data\r\n", 400),
        ("Content-Disposition: form-data; name=\"file\r\n", 400), ("Content-Disposition: form-data; name=\r\n", 400),
        ("Content-Disposition: form-data; name=file; name=file\r\n", 400),
        ("Content-Disposition: form-data; name=other; filename=x\r\n", 400),
        ("Content-Disposition: form-data; name=file; filename=\"\u{1b}]0;x\u{7}\"\r\n", 400),
        ("Content-Disposition: form-data; name=file; filename*=UTF-8''..%2fb\r\n", 200),
        ("Content-Disposition: form-data; name=\"file\"; filename=\"日本\"\r\n", 200),
        ("X: \(String(repeating: "y", count: 8100))\r\n" + head, 200),
        ("X: \(String(repeating: "y", count: 8200))\r\n" + head, 413),
    ]

    @Test(arguments: heads)
    func `has parts with plain heads`(head: String, code: Int) {
        #expect(TestForm.code(TestForm.read(TestForm.form("x", head: head))) == code)
    }

    @Test func `has no more of anything than it needs`() {
        func code(_ text: String) -> Int { TestForm.code(TestForm.read(Array(text.utf8))) }
        let file = String(decoding: TestForm.form("x"), as: UTF8.self)
        let fields = (0..<19).map { TestForm.field("f\($0)", "v") }.joined()
        #expect(code(fields + file) == 200)
        #expect(code(fields + TestForm.field("f", "v") + file) == 413)
        #expect(code(TestForm.field("f", String(repeating: "v", count: 65_535)) + file) == 200)
        #expect(code(TestForm.field("f", String(repeating: "v", count: 65_536)) + file) == 413)
        let two = ["f", "g"].map { TestForm.field($0, String(repeating: "v", count: 40_000)) }.joined()
        #expect(code(two + file) == 413)
        #expect(code(String(repeating: "x", count: 1024) + "\r\n" + file) == 200)
        #expect(code(String(repeating: "x", count: 1025) + "\r\n" + file) == 400)
        #expect(TestForm.code(TestForm.read(TestForm.form("x").map { $0 == UInt8(ascii: "x") ? 0xff : $0 })) == 400)
        #expect(FormLimits().formLimit(file: .max) == .max)
    }
}
