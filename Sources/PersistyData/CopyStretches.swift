import Synchronization

/// Requests in stretches that workers take one after the other: short items of which all is known together, so that
/// ``DataStore/contents(of:)`` gets them by one call; any other alone.
package final class CopyStretches: Sendable {
    private static let shortBytes: Int64 = 256 << 10
    /// What one worker holds in memory.
    private static let bytes: Int64 = 1 << 20

    private let rest: Mutex<ArraySlice<Range<Int>>>

    /// The stretches of `requests`, in order.
    package init(_ requests: [CopyRequest], from source: any DataStore) {
        // What is not known yet comes with the bytes, or the item is read alone.
        let tellsAttributes = source.capabilities.contains(.contentsTellAttributes)
        var stretches: [Range<Int>] = []
        var start = 0
        while start < requests.count {
            var (end, bytes) = (start, Int64(0))
            while end < requests.count, bytes < Self.bytes, Self.isShort(requests[end], tellsAttributes) {
                bytes += requests[end].item.size
                end += 1
            }
            stretches.append(start..<max(end, start + 1))
            start = max(end, start + 1)
        }
        rest = Mutex(stretches[...])
    }

    /// The next stretch that nobody has; `nil` when all are taken.
    package func next() -> Range<Int>? { rest.withLock { $0.popFirst() } }

    private static func isShort(_ request: CopyRequest, _ tellsAttributes: Bool) -> Bool {
        request.item.size <= shortBytes && request.options.expected == nil
            && (request.replacesAttributes || tellsAttributes || request.item.attributes != nil)
    }
}
