import Glibc
import NIOCore
import NIOPosix
import PersistyData

/// The file that an item's bytes lie in, open as long as this is held.
final class OpenedFile: Sendable {
    private let descriptor: CInt

    /// `nil` for an item that lies in none.
    init?(_ item: DataItem, in store: any DataStore) async throws(DataError) {
        do {
            let opened = try await NIOThreadPool.singleton.runIfActive { try store.openFile(of: item) }
            guard let opened else { return nil }
            descriptor = opened
        } catch {
            throw DataError(error)
        }
    }

    deinit { close(descriptor) }

    /// Hands a range of the file to the kernel, in stretches, after what was written to the channel.
    func send(_ range: Range<Int64>, by stretch: Int64, on channel: any Channel) async throws {
        let handle = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: descriptor)
        // The descriptor is this object's to close.
        defer { _ = try? handle.takeDescriptorOwnership() }
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(range.upperBound, start + stretch)
            try await channel.triggerUserOutboundEvent(SendFile(file: handle, range: start..<end)).get()
            start = end
        }
    }
}
