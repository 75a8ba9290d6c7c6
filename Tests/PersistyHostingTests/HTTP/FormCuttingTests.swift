import NIOCore
import PersistyTestSupport
import Testing

@testable import PersistyHosting

@Suite struct `A form that comes in pieces` {
    private static let fuzzed: [[UInt8]] =
        TestForm.strictness.map { Array($0.0.utf8) }
        + HostileRequest.all("form").compactMap { $0.request.bodyB64.map { Array($0.prefix(300)) } }
        + [TestForm.form("\r\n--\r\n--\r--b\r\n-b\r\r\n\r\n--B")]

    @Test(arguments: fuzzed)
    func `means the same wherever it is cut`(form: [UInt8]) {
        let whole = TestForm.read(form)
        for cut in form.indices {
            #expect(TestForm.read([form[..<cut], form[cut...]]) == whole, "at \(cut)")
        }
        #expect(TestForm.read(form.indices.map { form[$0...$0] }) == whole)
    }

    @Test func `means the same in any pieces, whatever is in it`() {
        var generator = SeededGenerator(7578)
        let words = [
            "\r\n", "--", "b", "--b", "\r\n--b", "\r\n--b\r\n", "\r\n--b--", "\r", "\n", "-", "x", TestForm.head,
            "\r\n\r\n",
            TestForm.field("k", "v"), "Content-Type: text/plain\r\n",
        ]
        for _ in 0..<3000 {
            var form = Array("--b\r\n\(TestForm.head)\r\n".utf8)
            for _ in 0..<Int.random(in: 0...30, using: &generator) {
                form += (words.randomElement(using: &generator) ?? "").utf8
            }
            if Bool.random(using: &generator) { form += "\r\n--b--\r\n".utf8 }
            var pieces: [ArraySlice<UInt8>] = []
            var rest = form[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...12, using: &generator))
                pieces.append(piece)
                rest = rest.dropFirst(piece.count)
            }
            guard TestForm.read(pieces) == TestForm.read(form) else {
                Issue.record("\(String(decoding: form, as: UTF8.self).debugDescription)")
                return
            }
        }
    }

    @Test func `takes no longer for being nearly full of boundaries`() throws {
        let boundary = String(repeating: "b", count: 70)
        let near = Array(("\r\n--" + String(boundary.dropLast())).utf8)
        var parser = FormParser(try FormBoundary(Array(boundary.utf8)))
        _ = try parser.take(ByteBuffer(string: "--\(boundary)\r\n\(TestForm.head)\r\n"))
        let flood = ByteBuffer(bytes: (0..<1000).flatMap { _ in near })
        var count = 0
        let time = try ContinuousClock().measure {
            for _ in 0..<20 {
                for case .fileBytes(let bytes) in try parser.take(flood) { count += bytes.readableBytes }
            }
        }
        #expect(count > 20 * flood.readableBytes - 100)
        // A reader that looks back for each beginning of a boundary takes minutes.
        #expect(time < .seconds(20))
        for case .fileBytes(let bytes) in try parser.take(ByteBuffer(string: "\r\n--\(boundary)--\r\n")) {
            count += bytes.readableBytes
        }
        try parser.finish()
        #expect(count == 20 * flood.readableBytes)
    }

    @Test func `shares the memory of what came`() throws {
        var parser = FormParser(try FormBoundary(Array("b".utf8)))
        _ = try parser.take(ByteBuffer(string: "--b\r\n\(TestForm.head)\r\n"))
        let came = ByteBuffer(bytes: seededBytes(100_000).map { $0 & 0x7f | 0x40 })
        let events = try parser.take(came)
        guard case .fileBytes(let bytes) = events.first else {
            Issue.record("\(events)")
            return
        }
        let addresses = [came, bytes].map { $0.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) } }
        #expect(events.count == 1 && bytes == came && addresses[0] == addresses[1])
    }
}
