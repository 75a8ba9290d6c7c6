import Foundation
import Glibc
import Synchronization

/// Commands to a browser and events from it, by the Chrome DevTools Protocol: JSON, each message ended by a zero byte.
final class DevTools: Sendable {
    /// Something that the browser tells by itself.
    struct Event: Sendable {
        var session: String?
        var method: String
        var text: Data

        /// What is told of it, unless that is something else.
        func parameters<Parameters: Decodable>(_ type: Parameters.Type) -> Parameters? {
            try? JSONDecoder().decode(Told<Parameters>.self, from: text).params
        }
    }

    private struct Told<Parameters: Decodable>: Decodable {
        var params: Parameters
    }

    /// An answer that says nothing but that it was done.
    struct Nothing: Decodable {}

    private struct Waiting {
        var isWanted: @Sendable (Event) -> Bool
        var continuation: CheckedContinuation<Event, any Error>
    }

    private struct State {
        var count = 0
        var isClosed = false
        var answers: [Int: CheckedContinuation<Data, any Error>] = [:]
        var events: [Event] = []
        var waiting: [Waiting] = []
    }

    private struct Head: Decodable {
        var id: Int?
        var method: String?
        var sessionId: String?
    }

    private struct Answer<Result: Decodable>: Decodable {
        struct Fault: Decodable { var message: String }
        var result: Result?
        var error: Fault?
    }

    private let commands: Int32
    private let answers: Int32
    private let writing = Mutex(())
    private let state = Mutex(State())

    private static let ended = ClientFailure("Chromium has ended.")

    /// Speaks by two descriptors, which it closes.
    init(commands: Int32, answers: Int32) {
        self.commands = commands
        self.answers = answers
        // One that has ended takes no more commands, which is no reason to end as well.
        signal(SIGPIPE, SIG_IGN)
        Thread { self.read() }.start()
    }

    /// How many events there were.
    var eventCount: Int { state.withLock { $0.events.count } }

    /// All events of a kind so far.
    func events(_ method: String, session: String?) -> [Event] {
        state.withLock { $0.events.filter { $0.method == method && $0.session == session } }
    }

    /// Has the browser do something.
    func call<Result: Decodable>(
        _ method: String, _ parameters: [String: any Sendable] = [:], session: String? = nil
    ) async throws -> Result {
        let id = state.withLock { state in
            state.count += 1
            return state.count
        }
        var message: [String: Any] = ["id": id, "method": method, "params": parameters]
        message["sessionId"] = session
        let text = try JSONSerialization.data(withJSONObject: message) + [0]
        let answer = try await withCheckedThrowingContinuation { continuation in
            let isClosed = state.withLock { state in
                if !state.isClosed { state.answers[id] = continuation }
                return state.isClosed
            }
            if isClosed { continuation.resume(throwing: Self.ended) } else { write(text) }
        }
        let decoded = try JSONDecoder().decode(Answer<Result>.self, from: answer)
        guard let result = decoded.result else {
            throw ClientFailure("\(method): \(decoded.error?.message ?? "no result")")
        }
        return result
    }

    /// The first wanted event after the first `count`, as soon as it is there.
    func event(after count: Int, _ isWanted: @escaping @Sendable (Event) -> Bool) async throws -> Event {
        try await withCheckedThrowingContinuation { continuation in
            state.withLock { state in
                if let event = state.events.dropFirst(count).first(where: isWanted) {
                    continuation.resume(returning: event)
                } else if state.isClosed {
                    continuation.resume(throwing: Self.ended)
                } else {
                    state.waiting.append(Waiting(isWanted: isWanted, continuation: continuation))
                }
            }
        }
    }

    /// Ends the conversation; whoever waits is told.
    func close() {
        let state = state.withLock { state in
            let ended = state
            state = State()
            (state.isClosed, state.events, state.count) = (true, ended.events, ended.count)
            return ended
        }
        for continuation in state.answers.values { continuation.resume(throwing: Self.ended) }
        for waiting in state.waiting { waiting.continuation.resume(throwing: Self.ended) }
    }

    private func write(_ text: Data) {
        writing.withLock { _ in
            var rest = Array(text)[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(commands, $0.baseAddress, $0.count) }
                if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
            }
        }
    }

    private func read() {
        var rest = Data()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(answers, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            rest.append(contentsOf: buffer.prefix(count))
            while let end = rest.firstIndex(of: 0) {
                take(rest[..<end])
                rest = Data(rest[(end + 1)...])
            }
        }
        close()
        writing.withLock { _ in _ = Glibc.close(commands) }
        _ = Glibc.close(answers)
    }

    private func take(_ message: Data) {
        guard let head = try? JSONDecoder().decode(Head.self, from: message) else { return }
        if let id = head.id {
            state.withLock { $0.answers.removeValue(forKey: id) }?.resume(returning: message)
        } else if let method = head.method {
            let event = Event(session: head.sessionId, method: method, text: message)
            let wanting = state.withLock { state in
                state.events.append(event)
                let wanting = state.waiting.filter { $0.isWanted(event) }
                state.waiting.removeAll { $0.isWanted(event) }
                return wanting
            }
            for waiting in wanting { waiting.continuation.resume(returning: event) }
        }
    }
}
