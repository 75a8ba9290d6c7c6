import HTTPTypes
import NIOCore

@testable import PersistyHosting

/// Forms, and what comes of them.
enum TestForm {
    /// Reads a form that comes in `pieces`, with what comes of the file in one piece.
    static func read(
        _ pieces: some Sequence<ArraySlice<UInt8>>, boundary: String = "b"
    ) -> Result<[FormParser.Event], RequestRefusal> {
        Result { () throws(RequestRefusal) in
            var parser = FormParser(try FormBoundary(Array(boundary.utf8)))
            var events: [FormParser.Event] = []
            for piece in pieces {
                for event in try parser.take(ByteBuffer(bytes: piece)) {
                    if case .fileBytes(var bytes) = event, case .fileBytes(var joined) = events.last {
                        joined.writeBuffer(&bytes)
                        events[events.count - 1] = .fileBytes(joined)
                    } else {
                        events.append(event)
                    }
                }
            }
            try parser.finish()
            return events
        }
    }

    static func read(_ form: [UInt8], boundary: String = "b") -> Result<[FormParser.Event], RequestRefusal> {
        read(CollectionOfOne(form[...]), boundary: boundary)
    }

    static func code(_ result: Result<[FormParser.Event], RequestRefusal>) -> Int {
        switch result {
        case .success: 200
        case .failure(let refusal): refusal.status.code
        }
    }

    static let head = "Content-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n"
    static func form(_ content: String, head: String = head) -> [UInt8] {
        Array("--b\r\n\(head)\r\n\(content)\r\n--b--\r\n".utf8)
    }
    static func field(_ name: String, _ value: String) -> String {
        "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
    }

    /// Forms, nearly all of them wrong, with what they come to.
    static let strictness: [(String, Int)] = [
        ("\r\n--b\r\n\(head)\r\nx\r\n--b--", 200), ("preamble\r\n--b\r\n\(head)\r\nx\r\n--b--\r\n", 200),
        ("", 400), ("--b--", 400), ("--b--\r\n", 400), ("--b", 400), ("--bx\r\n\(head)\r\nx\r\n--b--", 400),
        ("--b \r\n\(head)\r\nx\r\n--b--", 400), ("--b\n\(head)\r\nx\r\n--b--", 400),
        ("x--b\r\n\(head)\r\nx\r\n--b--", 400), ("--b\r\n\(head)\r\nx\r\n--b", 400),
        ("--b\r\n\(head)\r\nx\r\n--b-", 400), ("--b\r\n\(head)\r\nx--b--", 400), ("--b\r\n\(head)\r\nx\n--b--", 400),
        ("--b\r\n\(head)\r\nx\r\n--b--\r", 400), ("--b\r\n\(head)\r\nx\r\n--b--\r\n\r\n", 400),
        ("--b\r\n\(head)\r\nx\r\n--b--epilogue", 400), ("--b\r\n\(head)\r\nx\r\n--bb--", 400),
        ("--b\r\n\(head)\r\n\r\n--b\r\n\(head)\r\n\r\n--b--", 400), ("--b\r\n\(head)", 400),
        ("--b\r\n\r\nx\r\n--b--", 400), (field("only", "fields") + "--b--", 400),
        (field("f", "\u{0}") + "--b\r\n\(head)\r\n\r\n--b--", 200),
    ]
}
