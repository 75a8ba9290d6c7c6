import NIOCore
import Synchronization

/// How many connections there are, in all and from each client. Those from this machine and from trusted proxies count
/// only to the first, since one of them stands for many.
final class PeerCounts: Sendable {
    private struct Counts {
        var all = 0
        var byPeer: [NetworkAddress: Int] = [:]
    }

    private let limits: HostedLimits
    private let proxies: TrustedProxies
    private let counts = Mutex(Counts())

    init(_ limits: HostedLimits, _ proxies: TrustedProxies) {
        self.limits = limits
        self.proxies = proxies
    }

    /// Counts a connection until it is closed; `false` for one too many.
    func admit(_ channel: any Channel) -> Bool {
        let address = NetworkAddress(channel.remoteAddress)
        guard enter(address) else { return false }
        channel.closeFuture.whenComplete { _ in self.leave(address) }
        return true
    }

    /// Counts one more from an address, which ``leave(_:)`` must follow; `false` for one too many.
    func enter(_ address: NetworkAddress) -> Bool {
        let peer = counted(address)
        return counts.withLock { counts in
            guard counts.all < limits.connections else { return false }
            if let peer {
                guard counts.byPeer[peer, default: 0] < limits.connectionsOfPeer else { return false }
                counts.byPeer[peer, default: 0] += 1
            }
            counts.all += 1
            return true
        }
    }

    func leave(_ address: NetworkAddress) {
        let peer = counted(address)
        counts.withLock { counts in
            counts.all -= 1
            guard let peer, let count = counts.byPeer[peer] else { return }
            counts.byPeer[peer] = count > 1 ? count - 1 : nil
        }
    }

    private func counted(_ address: NetworkAddress) -> NetworkAddress? {
        address.isLoopback || proxies.trusts(address) ? nil : address.client
    }
}
