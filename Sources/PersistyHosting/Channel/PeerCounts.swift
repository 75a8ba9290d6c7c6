import Glibc
import NIOCore
import Synchronization

/// How many connections there are, in all and from each peer.
final class PeerCounts: Sendable {
    private struct Counts {
        var all = 0
        var byPeer: [[UInt8]: Int] = [:]
    }

    private let limits: HostedLimits
    private let counts = Mutex(Counts())

    init(_ limits: HostedLimits) { self.limits = limits }

    /// Counts a connection until it is closed; `false` for one too many.
    func admit(_ channel: any Channel) -> Bool {
        let peer = channel.remoteAddress?.peer
        let isAdmitted = counts.withLock { counts in
            guard counts.all < limits.connections else { return false }
            if let peer {
                guard counts.byPeer[peer, default: 0] < limits.connectionsOfPeer else { return false }
                counts.byPeer[peer, default: 0] += 1
            }
            counts.all += 1
            return true
        }
        guard isAdmitted else { return false }
        channel.closeFuture.whenComplete { _ in self.leave(peer) }
        return true
    }

    private func leave(_ peer: [UInt8]?) {
        counts.withLock { counts in
            counts.all -= 1
            guard let peer, let count = counts.byPeer[peer] else { return }
            counts.byPeer[peer] = count > 1 ? count - 1 : nil
        }
    }
}

extension SocketAddress {
    /// Whether it is this machine.
    var isLoopback: Bool { peer == nil }

    /// Who it is, as limits have it; `nil` for this machine.
    fileprivate var peer: [UInt8]? {
        guard let text = ipAddress else { return nil }
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 { return bytes[0] == 127 ? nil : Array(bytes.prefix(4)) }
        guard inet_pton(AF_INET6, text, &bytes) == 1 else { return nil }
        return bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1 ? nil : Array(bytes.prefix(8))
    }
}
