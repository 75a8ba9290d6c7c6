import NIOCore
import PersistyData

/// The bytes of an upload as they come from a client, and what is asked of them on their way into a store.
struct ComingUpload {
    private let body: BodySource
    private let size: Int64?
    private let share: StagingShare
    private let channel: any Channel
    private let intake: UploadIntake
    private let next: @Sendable () async throws(DataError) -> ByteBuffer?

    /// - Parameters:
    ///   - size: How many bytes there will be, where it is known.
    ///   - next: The next of them, which `body` is read for; `nil` at the end.
    init(
        _ body: BodySource, size: Int64?, _ share: StagingShare, _ channel: any Channel, _ intake: UploadIntake,
        _ next: @escaping @Sendable () async throws(DataError) -> ByteBuffer?
    ) {
        self.body = body
        self.size = size
        self.share = share
        self.channel = channel
        self.intake = intake
        self.next = next
    }

    /// The bytes for a store, once so many have come that they are worth a turn, and there is one.
    ///
    /// - Parameter whole: Called when all have come and are what was announced, before the store is told of the end.
    func bytes(
        _ service: HostedService, whole: @escaping @Sendable () async throws(DataError) -> Void
    ) async throws(Refusal) -> DataReader {
        let opening: UploadOpening
        do throws(DataError) {
            opening = try await UploadOpening(limit: service.limits.shortUpload, next)
        } catch { throw Refusal(error) }
        if !opening.isWhole {
            body.turn = await service.uploads.take { [channel] in channel.close(promise: nil) }
            guard body.turn != nil else { throw .tooManyUploads }
        }
        return DataReader(size: size) { [share, intake, next] () throws(DataError) in
            var buffer = opening.next()
            if buffer == nil, !opening.isWhole { buffer = try await next() }
            guard let buffer else {
                try intake.finish()
                try await whole()
                return nil
            }
            try intake.take(buffer)
            try await share.came(buffer.readableBytes)
            return buffer
        }
    }
}
