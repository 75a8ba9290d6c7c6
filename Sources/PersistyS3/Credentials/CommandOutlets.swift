import Glibc

/// The pipes that a program writes to, at our end.
struct CommandOutlets: Sendable {
    /// What came of looking.
    enum Taken: Sendable {
        case some
        case nothing
        /// It printed more than anybody needs.
        case tooMuch
    }

    /// What it prints; negative once that has ended.
    private var output: Int32
    /// What it says to a person; the same.
    private var errors: Int32
    private var buffer = [UInt8](repeating: 0, count: 16 << 10)

    /// Two pipes that are read without waiting.
    init(output: Int32, errors: Int32) {
        self.output = output
        self.errors = errors
    }

    /// Whether both have ended.
    var areOver: Bool { output < 0 && errors < 0 }

    /// Closes what is still open.
    mutating func close() {
        for descriptor in [output, errors] where descriptor >= 0 { Glibc.close(descriptor) }
        (output, errors) = (-1, -1)
    }

    /// Takes what is there, once from each, and waits for it `wait` milliseconds at the most.
    mutating func take(into end: inout CommandEnd, wait: Int32) -> Taken {
        // A negative descriptor is passed over (poll(2)).
        var polled = [output, errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        guard poll(&polled, 2, wait) > 0 else { return .nothing }
        var taken = Taken.nothing
        if polled[1].revents != 0 {
            let count = read(errors)
            if count == 0 { errors = Self.closed(errors) }
            if count > 0 { end.complain(buffer.prefix(count)) }
            taken = .some
        }
        if polled[0].revents != 0 {
            let count = read(output)
            if count == 0 { output = Self.closed(output) }
            if count > 0, !end.print(buffer.prefix(count)) { return .tooMuch }
            taken = .some
        }
        return taken
    }

    /// How many bytes came into the buffer: none at the end, less than that when there are none yet.
    private mutating func read(_ descriptor: Int32) -> Int {
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        return count < 0 && errno != EAGAIN && errno != EINTR ? 0 : count
    }

    private static func closed(_ descriptor: Int32) -> Int32 {
        Glibc.close(descriptor)
        return -1
    }
}
