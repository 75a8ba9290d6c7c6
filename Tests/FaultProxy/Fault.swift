package import NIOCore

/// What is sent to the client, in order.
package enum Piece: Sendable {
    case bytes(ByteBuffer)
    /// Nothing, for so long.
    case pause(Duration)
    /// The same again and again, until the client has had enough.
    case endless(ByteBuffer)
    /// Nothing, for ever.
    case hang
    /// The end of the connection: FIN.
    case close
    /// The end of the connection: RST.
    case reset
}

/// What goes wrong.
package enum Fault: Sendable {
    /// A connection is met so, and not read.
    case connection([Piece])
    /// A request is answered so when its head has come; of its body so many bytes are read before.
    case early([Piece], afterBody: Int = 0)
    /// A request gets to the service changed.
    case sent(@Sendable (RequestHead, inout ByteBuffer) -> Void)
    /// A request is answered in the place of the service, which never gets it.
    case instead(@Sendable (RequestHead) -> [Piece])
    /// A request is done by the service, and its answer is made into this.
    case answer(@Sendable (RequestHead, Answer) -> [Piece])

    /// Answers in the place of the service.
    package static func instead(_ answer: Answer) -> Fault { .instead { _ in [.bytes(answer.wire)] } }

    /// Changes the answer of the service.
    package static func changed(_ change: @escaping @Sendable (inout Answer) -> Void) -> Fault {
        .answer { _, answer in
            var answer = answer
            change(&answer)
            return [.bytes(answer.wire)]
        }
    }

    var isOfConnection: Bool { if case .connection = self { true } else { false } }
}

/// A fault, and what it happens to.
package struct FaultRule: Sendable {
    let fault: Fault
    /// Which of the requests that match, or of the connections, counted from 1.
    let hits: ClosedRange<Int>
    let matches: @Sendable (RequestHead) -> Bool

    package init(
        _ fault: Fault, hits: ClosedRange<Int> = 1...Int.max,
        where matches: @escaping @Sendable (RequestHead) -> Bool = { _ in true }
    ) {
        self.fault = fault
        self.hits = hits
        self.matches = matches
    }
}
