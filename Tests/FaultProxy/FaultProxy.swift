import NIOCore
import NIOPosix
package import NIOSSL
import Synchronization

/// A server on a port of its own that hands requests on to another, where no rule says that something goes wrong.
package final class FaultProxy: Sendable {
    private struct State {
        var matched: [Int]
        var fired: [Int]
        var connections = 0
        var requests: [RequestHead] = []
    }

    /// The port it listens on.
    package let port: Int
    let upstream: Int
    private let rules: [FaultRule]
    private let state: Mutex<State>

    fileprivate init(port: Int, upstream: Int, _ rules: [FaultRule]) {
        (self.port, self.upstream, self.rules) = (port, upstream, rules)
        let none = [Int](repeating: 0, count: rules.count)
        state = Mutex(State(matched: none, fired: none))
    }

    /// How often each rule's fault happened.
    package var fired: [Int] { state.withLock(\.fired) }

    /// How many connections came about.
    package var connections: Int { state.withLock(\.connections) }

    /// The requests that came, also those that were not handed on.
    package var requests: [RequestHead] { state.withLock(\.requests) }

    /// What happens to a connection that has just come about.
    func faultOfConnection() -> Fault? {
        state.withLock { state in
            state.connections += 1
            return fault(&state) { $0.fault.isOfConnection }
        }
    }

    /// What happens to a request.
    func fault(of head: RequestHead) -> Fault? {
        state.withLock { state in
            state.requests.append(head)
            return fault(&state) { !$0.fault.isOfConnection && $0.matches(head) }
        }
    }

    private func fault(_ state: inout State, where matches: (FaultRule) -> Bool) -> Fault? {
        for (index, rule) in rules.enumerated() where matches(rule) {
            state.matched[index] += 1
            guard rule.hits.contains(state.matched[index]) else { continue }
            state.fired[index] += 1
            return rule.fault
        }
        return nil
    }
}

/// Runs `body` beside a proxy before the server on the port `upstream` of this machine.
///
/// - Parameter tls: The certificate it shows; `nil` for clear text.
package func withFaultProxy<Value: Sendable>(
    before upstream: Int, _ rules: [FaultRule], tls: NIOSSLContext? = nil,
    _ body: (FaultProxy) async throws -> Value
) async throws -> Value {
    let accepted = Mutex<[any Channel]>([])
    defer { for channel in accepted.withLock(\.self) { channel.close(promise: nil) } }
    let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .serverChannelOption(.backlog, value: 256)
        // Nothing is read before there is who takes it.
        .childChannelOption(.autoRead, value: false)
        .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 256 << 10))
        .bind(host: "127.0.0.1", port: 0) { channel in
            channel.eventLoop.makeCompletedFuture {
                if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                accepted.withLock { $0.append(channel) }
                return channel
            }
        }
    let proxy = FaultProxy(port: listener.channel.localAddress?.port ?? 0, upstream: upstream, rules)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            try await listener.executeThenClose { connections in
                await withDiscardingTaskGroup { group in
                    do {
                        for try await connection in connections {
                            group.addTask { await Conversation(proxy, connection).run() }
                        }
                    } catch {}
                    group.cancelAll()
                }
            }
        }
        defer { group.cancelAll() }
        return try await body(proxy)
    }
}

/// A port of this machine on which nobody listens.
package func closedPort() async throws -> Int {
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .bind(host: "127.0.0.1", port: 0).get()
    defer { channel.close(promise: nil) }
    return channel.localAddress?.port ?? 0
}
