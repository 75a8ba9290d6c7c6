import NIOCore
import Synchronization

/// How many connections there are, in all and from each peer.
final class PeerCounts: Sendable {
    private struct Counts {
        var all = 0
        var byPeer: [NetworkAddress: Int] = [:]
    }

    private let limits: HostedLimits
    private let counts = Mutex(Counts())

    init(_ limits: HostedLimits) { self.limits = limits }

    /// Counts a connection until it is closed; `false` for one too many.
    func admit(_ channel: any Channel) -> Bool {
        let address = NetworkAddress(channel.remoteAddress)
        let peer = address.isLoopback ? nil : address.client
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

    private func leave(_ peer: NetworkAddress?) {
        counts.withLock { counts in
            counts.all -= 1
            guard let peer, let count = counts.byPeer[peer] else { return }
            counts.byPeer[peer] = count > 1 ? count - 1 : nil
        }
    }
}
