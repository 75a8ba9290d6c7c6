public import PersistyData

/// Which transfer is meant.
public struct TransferID: Sendable, Hashable, Comparable {
    public let value: Int

    /// An identity; those of one engine count up.
    public init(_ value: Int) { self.value = value }

    public static func < (left: TransferID, right: TransferID) -> Bool { left.value < right.value }
}

/// All transfers of an engine at one moment, oldest first.
public struct TransferSnapshot: Sendable, Equatable {
    public var transfers: [TransferStatus]

    /// A snapshot.
    public init(_ transfers: [TransferStatus] = []) { self.transfers = transfers }

    /// The transfer, while it is remembered.
    public subscript(id: TransferID) -> TransferStatus? { transfers.first { $0.id == id } }

    /// Whether nothing runs or waits.
    public var isIdle: Bool { transfers.allSatisfy(\.state.isEnded) }
    /// How many run or wait.
    public var activeCount: Int { transfers.count { !$0.state.isEnded } }
    /// Bytes a second of all that run together; `nil` when none is known.
    public var bytesPerSecond: Double? {
        let known = transfers.lazy.filter { !$0.state.isEnded }.compactMap(\.bytesPerSecond)
        return known.isEmpty ? nil : known.reduce(0, +)
    }
    /// How long until the last of them ends; `nil` when one cannot say.
    public var timeLeft: Duration? {
        let running = transfers.filter { !$0.state.isEnded }
        let known = running.compactMap(\.timeLeft)
        return known.count == running.count ? known.max() : nil
    }
}

/// One transfer at one moment: pieces of sentences, without any wording.
public struct TransferStatus: Sendable, Equatable, Identifiable {
    /// What is being done.
    public enum Kind: String, Sendable, CaseIterable {
        case copy, move, delete
    }

    public let id: TransferID
    public let kind: Kind
    /// The name of the store that items come from, or are deleted in.
    public let sourceStore: String
    public let sourceFolder: DataPrefix
    /// The name of the store that items go to; `nil` for a delete.
    public let destinationStore: String?
    public let destinationFolder: DataPrefix?
    /// The first key or folder of the selection. It comes from outside: escape it before showing it.
    public let first: String
    /// How many items and folders were selected.
    public let selected: Int

    public package(set) var state = TransferState.waiting
    public package(set) var itemsTotal = 0
    /// How many items are done, and special files among them.
    public package(set) var itemsDone = 0
    /// How many links and other special files are among those that are done.
    public package(set) var specialFilesDone: [ItemBatch.Kind: Int] = [:]
    public package(set) var bytesTotal: Int64 = 0
    public package(set) var bytesDone: Int64 = 0
    /// Bytes that will not come any more, because their items were left out or failed.
    public package(set) var bytesSpared: Int64 = 0
    public package(set) var bytesPerSecond: Double?
    public package(set) var timeLeft: Duration?
    /// How long it has been running.
    public package(set) var elapsed = Duration.zero
    /// Items under way, at most eight.
    public package(set) var current: [CurrentItem] = []
    /// How many failed; those that were refused by the plan are among them.
    public package(set) var failureCount = 0
    /// How many the plan refused: they were left alone, as it had said.
    public package(set) var refusedCount = 0
    /// The first thousand failures.
    public package(set) var failures: [TransferFailure] = []
    /// How many items were left out, and why.
    public package(set) var skipped: [SkipReason: Int] = [:]
    /// By what the copies are known to be right.
    public package(set) var verifications: [Verification: Int] = [:]
    /// How many were copied in which way; a rename is in none.
    public package(set) var methods: [CopyPlan: Int] = [:]
    /// Attributes that the destination did not keep as they are, and of how many copies; the first
    /// ``mostLostAttributes`` names. They come from outside: escape them before showing them.
    public package(set) var lostAttributes: [String: Int] = [:]
    /// The most names of lost attributes that are told.
    public static let mostLostAttributes = 100
    /// Folders renamed in one step, made empty, or removed.
    public package(set) var foldersDone = 0

    /// How many items were left out on purpose.
    public var skippedCount: Int { skipped.values.reduce(0, +) }
    /// How many items have neither been done nor left out nor failed.
    public var itemsLeft: Int { max(0, itemsTotal - itemsDone - skippedCount - failureCount) }
    /// How many bytes are still to come.
    public var bytesLeft: Int64 { max(0, bytesTotal - bytesDone - bytesSpared) }

    /// A transfer that has not begun; for the engine, and for drawing one in a test.
    public init(
        id: TransferID, kind: Kind, sourceStore: String, sourceFolder: DataPrefix, destinationStore: String? = nil,
        destinationFolder: DataPrefix? = nil, first: String, selected: Int
    ) {
        self.id = id
        self.kind = kind
        self.sourceStore = sourceStore
        self.sourceFolder = sourceFolder
        self.destinationStore = destinationStore
        self.destinationFolder = destinationFolder
        self.first = first
        self.selected = selected
    }
}

/// An item, or a batch of small ones, that is under way.
public struct CurrentItem: Sendable, Equatable {
    /// Which item of the plan it is, for ``TransferEngine/cancelItem(_:index:)``.
    public var index: Int
    /// The key of the item, or of the batch's first. It comes from outside: escape it before showing it.
    public var key: String
    /// How many items there are in the batch; 1 for an item by itself.
    public var count: Int
    public var size: Int64
    public var done: Int64

    /// An item under way.
    public init(index: Int, key: String, count: Int = 1, size: Int64, done: Int64 = 0) {
        self.index = index
        self.key = key
        self.count = count
        self.size = size
        self.done = done
    }
}
