import NIOCore
import PersistyData

/// A range of an item's bytes that several requests bring side by side, given in order, within
/// ``S3StoreOptions/downloadMemory``. Letting it go ends what is under way.
actor ParallelDownload {
    private struct Piece: Sendable {
        let task: Task<Result<[ByteBuffer], DataError>, Never>
        let bytes: Int
    }

    /// The most pieces under way at once.
    private static let width = 8

    private let store: S3Store
    private let item: DataItem
    private var rest: ArraySlice<Range<Int64>>
    private var underWay: [Piece] = []
    private var ready: ArraySlice<ByteBuffer> = []
    private var readyBytes = 0

    init(_ store: S3Store, _ item: DataItem, _ bytes: Range<Int64>) {
        self.store = store
        self.item = item
        rest =
            PartSize.ranges(size: Int64(bytes.count), part: PartSize.usual).map {
                ($0.lowerBound + bytes.lowerBound)..<($0.upperBound + bytes.lowerBound)
            }[...]
    }

    deinit {
        for piece in underWay { piece.task.cancel() }
        store.downloadMemory.give(underWay.reduce(readyBytes) { $0 + $1.bytes })
    }

    /// The next bytes; `nil` at the end.
    func next() async throws(DataError) -> ByteBuffer? {
        while true {
            if let buffer = ready.popFirst() { return buffer }
            store.downloadMemory.give(readyBytes)
            readyBytes = 0
            begin()
            guard let piece = underWay.first else { return nil }
            underWay.removeFirst()
            let result = await withTaskCancellationHandler {
                await piece.task.value
            } onCancel: {
                piece.task.cancel()
            }
            readyBytes = piece.bytes
            ready = try result.get()[...]
            begin()
        }
    }

    /// Begins as many pieces as there is memory for; one always, so that it goes on at all.
    private func begin() {
        while let range = rest.first, underWay.count < Self.width {
            if underWay.isEmpty, ready.isEmpty {
                store.downloadMemory.takeRegardless(range.count)
            } else if !store.downloadMemory.takeNow(range.count) {
                return
            }
            rest.removeFirst()
            let task = Task { [store, item] in
                let download = Download(store, item, range, isWhole: false)
                do throws(DataError) { return Result<[ByteBuffer], DataError>.success(try await download.all()) } catch
                {
                    return .failure(error)
                }
            }
            underWay.append(Piece(task: task, bytes: range.count))
        }
    }
}

extension Download {
    /// All bytes of the range.
    fileprivate func all() async throws(DataError) -> [ByteBuffer] {
        var buffers: [ByteBuffer] = []
        while let buffer = try await next() { buffers.append(buffer) }
        return buffers
    }
}
