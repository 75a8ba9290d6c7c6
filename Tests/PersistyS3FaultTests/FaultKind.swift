import FaultProxy
import NIOCore
import PersistyTestSupport
import Testing

/// One kind of thing that goes wrong, and what must come of it.
struct FaultKind: Sendable, CustomTestStringConvertible {
    enum Outcome: Sendable {
        /// It is done, as often as it goes wrong.
        case done
        /// It is done where it goes wrong once or twice.
        case recovered
        /// It is done, or the error says what happened.
        case either
        /// It is not done, and the error says so.
        case failed
    }

    let name: String
    let outcome: Outcome
    /// The requests that it can happen to.
    let requests: Set<RequestKind>
    /// Why not to the others.
    let reason: String
    /// Whether nothing comes for ever, so that the client must not wait long.
    let stalls: Bool
    /// The server that it happens before: the fast one that keeps to most, or one that keeps to what this asks for.
    let server: String
    let fault: @Sendable (inout SeededGenerator) -> Fault

    init(
        _ name: String, _ outcome: Outcome, _ requests: Set<RequestKind> = Set(RequestKind.allCases),
        not reason: String = "",
        stalls: Bool = false, server: String = "moto", _ fault: @escaping @Sendable (inout SeededGenerator) -> Fault
    ) {
        (self.name, self.outcome, self.requests, self.reason) = (name, outcome, requests, reason)
        (self.stalls, self.server, self.fault) = (stalls, server, fault)
    }

    var testDescription: String { name }

    /// Kinds that are alike.
    enum Family: String, CaseIterable, Sendable {
        case connections, sending, statuses, heads, bodies, states

        var kinds: [FaultKind] {
            switch self {
            case .connections: FaultKind.connections
            case .sending: FaultKind.sending
            case .statuses: FaultKind.statuses
            case .heads: FaultKind.heads
            case .bodies: FaultKind.bodies
            case .states: FaultKind.states
            }
        }
    }

    static let all: [FaultKind] = Family.allCases.flatMap(\.kinds)

    /// The rule of one seed: which request it happens to, and how often. `nil` where it can happen to none.
    func rule(_ operation: FaultedOperation, seed: Int) -> (rule: FaultRule, request: RequestKind, isAlways: Bool)? {
        let targets = operation.requests.filter(requests.contains)
        guard !targets.isEmpty else { return nil }
        let index = seed % targets.count
        let request = targets[index]
        let first = targets[...index].count { $0 == request }
        var generator = SeededGenerator(
            UInt64(seed) &* 1_000_003 &+ name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
        let fault = fault(&generator)
        let isAlways = seed == 4
        let last = isAlways ? Int.max : seed == 3 ? first + 1 : first
        if case .connection = fault {
            return (FaultRule(fault, hits: 1...(isAlways ? Int.max : seed == 3 ? 2 : 1)), request, isAlways)
        }
        return (FaultRule(fault, of: request, hits: first...last), request, isAlways)
    }
}

extension Answer {
    /// An answer with an error, as S3 tells them.
    static func refusal(_ status: Int, _ code: String, _ fields: [Field] = []) -> Answer {
        Answer(
            status, [Field("Content-Type", "application/xml")] + fields,
            text: """
                <?xml version="1.0" encoding="UTF-8"?>
                <Error><Code>\(code)</Code><Message>So it is.</Message><RequestId>F1</RequestId></Error>
                """)
    }

    /// The answer to a request, without its body where that is HEAD.
    func pieces(to head: RequestHead) -> [Piece] { [.bytes(head.method == "HEAD" ? self.head : wire)] }
}

extension ByteBuffer {
    /// Changes one bit.
    mutating func flip(_ generator: inout SeededGenerator) {
        guard readableBytes > 0 else { return }
        let index = readerIndex + Int.random(in: 0..<readableBytes, using: &generator)
        let byte = getInteger(at: index, as: UInt8.self) ?? 0
        setInteger(byte ^ UInt8(1 << Int.random(in: 0..<8, using: &generator)), at: index)
    }
}
