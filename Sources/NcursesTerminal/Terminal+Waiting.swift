internal import CTerminal
internal import Glibc
internal import TerminalUI

extension Terminal {
    /// Sleeps until something is typed, clicked or signalled, the waker is called, or so many milliseconds have
    /// passed; nil waits for ever, without waking in between. With `orRoom` also until the line can take more output.
    package mutating func wait(upTo limit: Int? = nil, orRoom: Bool = false) -> TerminalEvents {
        var events = TerminalEvents()
        let start = Milliseconds.now
        while true {
            let passed = Milliseconds.now - start
            let left = limit.map { max(0, $0 - passed) }
            let ready = sleep(upTo: earlier(left, decoderWait), orRoom: orRoom)
            if ready == .nothing { expire(into: &events) }
            if ready.contains(.signal) { readSignals(into: &events) }
            if ready.contains(.waker) {
                waker.clear()
                events.isWoken = true
            }
            if ready.contains(.input) { readInput(into: &events) }
            if ready.contains(.room) { events.hasRoom = true }
            let isOver = limit.map { Milliseconds.now - start >= $0 } ?? false
            if isOver || events != TerminalEvents() { return events }
        }
    }

    private struct Ready: OptionSet {
        var rawValue: Int
        static let input = Ready(rawValue: 1)
        static let waker = Ready(rawValue: 2)
        static let signal = Ready(rawValue: 4)
        static let room = Ready(rawValue: 8)
        static let nothing: Ready = []
        /// A signal came in between; the pipe will say which.
        static let interrupted = Ready(rawValue: 16)
    }

    /// How long the rest of what was read may take; a paste that stops half-way is given up late.
    private var decoderWait: Int? { decoder.isWaiting ? escapeWait : decoder.isPasting ? 5000 : nil }

    private func earlier(_ one: Int?, _ other: Int?) -> Int? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }

    private func sleep(upTo limit: Int?, orRoom: Bool) -> Ready {
        let reading = Int16(POLLIN)
        var descriptors = [
            pollfd(fd: input, events: reading, revents: 0),
            pollfd(fd: waker.descriptor, events: reading, revents: 0),
            pollfd(fd: signals, events: reading, revents: 0),
            // poll(2) passes over what is negative.
            pollfd(fd: orRoom ? output : -1, events: Int16(POLLOUT), revents: 0),
        ]
        let count = poll(&descriptors, 4, limit.map { Int32(clamping: $0) } ?? -1)
        guard count > 0 else { return count == 0 ? .nothing : .interrupted }
        var ready: Ready = []
        for (index, descriptor) in descriptors.enumerated() where descriptor.revents != 0 {
            ready.insert(Ready(rawValue: 1 << index))
        }
        return ready
    }

    private mutating func expire(into events: inout TerminalEvents) {
        if decoder.isWaiting {
            events.inputs += decoder.expire()
            lastExpiry = .now
        } else if decoder.isPasting {
            events.inputs += decoder.forget()
        }
    }

    /// Takes all that waits, so that keys typed ahead make one frame; but not without end.
    private mutating func readInput(into events: inout TerminalEvents) {
        // The rest of a cut sequence comes soon or not at all.
        if let expiry = lastExpiry {
            if Milliseconds.now - expiry > 250 { events.inputs += decoder.forget() }
            lastExpiry = nil
        }
        for _ in 0..<16 {
            let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                count = max(0, read(input, buffer.baseAddress, buffer.count))
            }
            if bytes.isEmpty {
                events.isClosed = errno != EINTR && errno != EAGAIN
                return
            }
            events.inputs += decoder.decode(bytes)
            var more = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
            guard poll(&more, 1, 0) > 0 else { return }
        }
    }

    private mutating func readSignals(into events: inout TerminalEvents) {
        while true {
            switch persisty_next_signal() {
            case 0: return
            case SIGWINCH: events.resized = resize()
            case SIGTERM: events.signals.append(.terminate)
            case SIGHUP: events.signals.append(.hangup)
            case SIGINT: events.signals.append(.interrupt)
            case SIGQUIT: events.signals.append(.quit)
            case SIGTSTP: events.signals.append(.suspend)
            case SIGCONT:
                // The shell has set the line as it likes it while this process was stopped.
                takeAgain()
                events.resized = size
            default: continue
            }
        }
    }
}
