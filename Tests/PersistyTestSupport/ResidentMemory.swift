import Foundation
import Synchronization

/// How much memory the process holds, by `/proc/self/statm` (proc(5)).
package enum ResidentMemory {
    /// Bytes now.
    package static var now: Int64 {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        return (pages?.dropFirst().first.flatMap { Int64($0) } ?? 0) * Int64(sysconf(Int32(_SC_PAGESIZE)))
    }
}

/// The most memory that was seen.
package final class PeakMemory: Sendable {
    private let peak = Atomic(ResidentMemory.now)

    package init() {}

    /// Looks once.
    package func look() { peak.max(ResidentMemory.now, ordering: .relaxed) }

    /// Bytes at the worst look.
    package var bytes: Int64 { peak.load(ordering: .relaxed) }
}
