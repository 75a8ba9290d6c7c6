import FaultProxy
import NIOCore
import PersistyTestSupport

extension FaultKind {
    /// Answers that do not come as they were sent.
    static let bodies: [FaultKind] = [
        FaultKind("the answer is cut off", .recovered) { cut(&$0, [.close]) },
        FaultKind("the answer is cut off by a reset", .recovered) { cut(&$0, [.reset]) },
        FaultKind("the answer stands still", .recovered, stalls: true) { cut(&$0, [.hang]) },
        FaultKind("the answer comes in small pieces", .done) {
            let count = Int.random(in: 2...9, using: &$0)
            return .answer { head, answer in
                var wire = head.method == "HEAD" ? answer.head : answer.wire
                let size = wire.readableBytes / count + 1
                var pieces: [Piece] = []
                while let piece = wire.readSlice(length: min(size, wire.readableBytes)), piece.readableBytes > 0 {
                    pieces += [.bytes(piece), .pause(.milliseconds(3))]
                }
                return pieces
            }
        },
        FaultKind("the answer comes late, after others", .done) {
            let wait = Duration.milliseconds(Int.random(in: 1...150, using: &$0))
            return .answer { [.pause(wait)] + $1.pieces(to: $0) }
        },
        FaultKind("a bit of the answer is another", .either, [.get], not: noSum) {
            let seed = $0.next()
            return .changed {
                var generator = SeededGenerator(seed)
                $0.body.flip(&generator)
            }
        },
        FaultKind("a block of the answer comes twice", .either, [.get], not: noSum) {
            let start = Int.random(in: 0..<30_000, using: &$0)
            return .changed { $0.body.copyBytes(from: start, to: start + 4096) }
        },
        FaultKind("two blocks of the answer are swapped", .either, [.get], not: noSum) {
            let start = Int.random(in: 0..<30_000, using: &$0)
            return .changed { $0.body.swapBytes(start, start + 8192, count: 4096) }
        },
        FaultKind("bytes come after the answer", .either) {
            let extra = ByteBuffer(bytes: seededBytes(Int.random(in: 1...3000, using: &$0)))
            return .answer { $1.pieces(to: $0) + [.bytes(extra)] }
        },
        FaultKind("the answer has no end", .either, RequestKind.answeredWithBody, not: noXML) { _ in
            .answer { _, answer in
                var answer = answer
                answer.fields.set("Content-Length", nil)
                return [.bytes(answer.wire), .endless(ByteBuffer(repeating: 0x20, count: 64 << 10))]
            }
        },
        FaultKind(
            "an error has no end", .failed, Set(RequestKind.allCases).subtracting([.head]),
            not: "to HEAD there is no body at all"
        ) { _ in
            .instead { _ in
                [
                    .bytes(ByteBuffer(string: "HTTP/1.1 400 Bad Request\r\n\r\n<Error>")),
                    .endless(ByteBuffer(repeating: 0x20, count: 64 << 10)),
                ]
            }
        },
    ]

    private static let noSum = "no body, or XML, for which no service vouches: TLS does"

    private static func cut(_ generator: inout SeededGenerator, _ end: [Piece]) -> Fault {
        let share = Double.random(in: 0..<1, using: &generator)
        return .answer { head, answer in
            var wire = head.method == "HEAD" ? answer.head : answer.wire
            let length = Int(Double(wire.readableBytes - 1) * share)
            return (wire.readSlice(length: length).map { [.bytes($0)] } ?? []) + end
        }
    }
}

extension ByteBuffer {
    /// Writes `count` bytes over those that are at `target`; nothing where there are too few.
    fileprivate mutating func copyBytes(from source: Int, to target: Int, count: Int = 4096) {
        guard let bytes = getSlice(at: readerIndex + source, length: count), target + count <= readableBytes else {
            return flipLast()
        }
        setBuffer(bytes, at: readerIndex + target)
    }

    fileprivate mutating func swapBytes(_ one: Int, _ other: Int, count: Int) {
        guard let first = getSlice(at: readerIndex + one, length: count),
            let second = getSlice(at: readerIndex + other, length: count)
        else { return flipLast() }
        setBuffer(first, at: readerIndex + other)
        setBuffer(second, at: readerIndex + one)
    }

    /// Something is to be wrong in every case.
    private mutating func flipLast() {
        guard let last = getInteger(at: writerIndex - 1, as: UInt8.self) else { return }
        setInteger(~last, at: writerIndex - 1)
    }
}
