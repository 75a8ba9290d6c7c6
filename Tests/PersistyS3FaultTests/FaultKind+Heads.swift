import FaultProxy
import NIOCore
import PersistyTestSupport

extension FaultKind {
    /// Statuses in the place of the service's answers.
    static let statuses: [FaultKind] =
        [
            (408, "RequestTimeout"), (409, "OperationAborted"), (429, "TooManyRequests"), (500, "InternalError"),
            (502, "BadGateway"), (503, "ServiceUnavailable"), (503, "SlowDown"), (504, "GatewayTimeout"), (599, "Odd"),
        ].map { status, code in
            FaultKind("\(status) \(code)", .recovered) { _ in
                .instead { Answer.refusal(status, code, [Field("Retry-After", "2")]).pieces(to: $0) }
            }
        }
        + [(401, "Unauthorized"), (412, "PreconditionFailed"), (416, "InvalidRange")].map { status, code in
            FaultKind("\(status) \(code)", .failed) { _ in .instead { Answer.refusal(status, code).pieces(to: $0) } }
        }
        + [(400, "InvalidRequest"), (403, "AccessDenied")].flatMap { status, code in
            [
                FaultKind(
                    "\(status) \(code)", .failed, Set(RequestKind.allCases).subtracting([.head]),
                    not: "to HEAD there is no body that could say why, so that it is asked for"
                ) { _ in .instead { Answer.refusal(status, code).pieces(to: $0) } },
                FaultKind("\(status) \(code) to HEAD", .either, [.head], not: "the others say why") { _ in
                    .instead { Answer.refusal(status, code).pieces(to: $0) }
                },
            ]
        }
        + [
            FaultKind(
                "404", .failed, Set(RequestKind.allCases).subtracting([.head]),
                not: "to HEAD it says that there is no such item"
            ) {
                _ in
                .instead { Answer.refusal(404, "NotFound").pieces(to: $0) }
            },
            FaultKind(
                "200 with an error in it", .recovered, RequestKind.answeredWithBody.subtracting([.get]), not: noXML
            ) {
                _ in .instead { Answer.refusal(200, "InternalError").pieces(to: $0) }
            },
            FaultKind(
                "200 with nothing in it", .either, Set(RequestKind.allCases).subtracting([.head, .delete]),
                not: "to HEAD it says that the item has no bytes, and to DELETE that it was done"
            ) { _ in .instead { Answer(200).pieces(to: $0) } },
            FaultKind("100 again and again, and then the answer", .done) { _ in
                .answer { [.bytes(ByteBuffer(repeating: "HTTP/1.1 100 Continue\r\n\r\n", 200))] + $1.pieces(to: $0) }
            },
            FaultKind("what is not HTTP", .either) { _ in
                .instead { _ in [.bytes(ByteBuffer(string: "SSH-2.0-OpenSSH_9.2\r\n")), .close] }
            },
        ]

    /// Heads that are not those of the service.
    static let heads: [FaultKind] = [
        FaultKind("Content-Length is more than comes", .recovered, [.list, .create, .copy], not: noReplay) {
            more(&$0)
        },
        FaultKind("Content-Length is more than comes of the item", .either, [.get], not: noReplay) { more(&$0) },
        FaultKind("Content-Length is less than comes", .either, RequestKind.answeredWithBody, not: noXML) { _ in
            .answer { length(max(0, $1.body.readableBytes - 7), $1) }
        },
        FaultKind("Content-Length is greater than a number can be", .either) { _ in
            .changed { $0.fields.set("Content-Length", "99999999999999999999") }
        },
        FaultKind("there is no Content-Length", .either, RequestKind.answeredWithBody, not: noXML) { _ in
            .answer { _, answer in
                var answer = answer
                answer.fields.set("Content-Length", nil)
                return [.bytes(answer.wire), .close]
            }
        },
        FaultKind("there are Content-Length and Transfer-Encoding", .either, RequestKind.answeredWithBody, not: noXML) {
            _ in .changed { $0.fields.append(Field("Transfer-Encoding", "chunked")) }
        },
        FaultKind("there are two lengths", .either) { _ in
            .changed { $0.fields.append(Field("Content-Length", "\($0.body.readableBytes + 1)")) }
        },
        FaultKind(
            "the ETag is another", .either, [.get, .put, .part], not: "the ETag is all that HEAD tells, or is in XML"
        ) { _ in
            .changed { $0.fields.set("ETag", "\"00000000000000000000000000000000\"") }
        },
        FaultKind(
            "there is no ETag", .either, [.get, .put, .part], not: "the ETag is all that HEAD tells, or is in XML"
        ) { _ in
            .changed { $0.fields.set("ETag", nil) }
        },
        FaultKind(
            "there are two ETags", .either, [.get, .put, .part], not: "the ETag is all that HEAD tells, or is in XML"
        ) {
            _ in .changed { $0.fields.insert(Field("ETag", "\"00000000000000000000000000000000\""), at: 0) }
        },
        FaultKind("Content-Range is another", .either, [.get], not: "no range is asked for") { _ in
            .changed { $0.fields.set("Content-Range", "bytes 3-70003/70004") }
        },
        FaultKind("a header has 100 kB", .either) { _ in
            .changed { $0.fields.append(Field("X-Long", String(repeating: "x", count: 100_000))) }
        },
        FaultKind("there are ten thousand headers", .either) { _ in
            .changed { for index in 0..<10_000 { $0.fields.append(Field("X-\(index)", "x")) } }
        },
        FaultKind("Content-Encoding says gzip of what is not", .either) { _ in
            .changed { $0.fields.append(Field("Content-Encoding", "gzip")) }
        },
        FaultKind("gzip comes that nothing says", .either, RequestKind.answeredWithBody, not: noXML) { _ in
            .changed {
                $0.body = ByteBuffer(bytes: [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] + seededBytes(500))
                $0.fields.set("Content-Length", "\($0.body.readableBytes)")
            }
        },
    ]

    static let noXML = "the answer has no body"
    static let noReplay = "the answer has no body, or its loss has a kind of its own"

    private static func more(_ generator: inout SeededGenerator) -> Fault {
        let more = Int.random(in: 1...5000, using: &generator)
        return .answer { length($1.body.readableBytes + more, $1) + [.close] }
    }

    /// An answer that says that it has another length.
    private static func length(_ length: Int, _ answer: Answer) -> [Piece] {
        var answer = answer
        answer.fields.set("Content-Length", "\(length)")
        return [.bytes(answer.wire)]
    }
}

extension ByteBuffer {
    fileprivate init(repeating text: String, _ count: Int) { self.init(string: String(repeating: text, count: count)) }
}
