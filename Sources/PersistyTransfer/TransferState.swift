/// Where a transfer stands. Decides what may follow what; whoever runs it only asks.
public enum TransferState: String, Sendable, Hashable, CaseIterable {
    /// It is begun as soon as there is room.
    case waiting
    case running
    /// It was told to stop, and what is under way is being given up.
    case cancelling
    /// All was done, or left out on purpose.
    case finished
    /// All was tried, and something failed.
    case failed
    /// It was stopped; what was done until then is done whole.
    case cancelled

    /// Whether nothing more will happen.
    public var isEnded: Bool {
        switch self {
        case .waiting, .running, .cancelling: false
        case .finished, .failed, .cancelled: true
        }
    }

    /// Tells whether it now runs.
    package mutating func begin() -> Bool {
        guard self == .waiting else { return false }
        self = .running
        return true
    }

    /// Tells whether work is under way that must be stopped.
    package mutating func cancel() -> Bool {
        switch self {
        case .waiting:
            self = .cancelled
            return false
        case .running:
            self = .cancelling
            return true
        case .cancelling, .finished, .failed, .cancelled: return false
        }
    }

    package mutating func end(hasFailures: Bool, isComplete: Bool) {
        guard !isEnded else { return }
        // A cancellation that came too late to stop anything is none.
        self = self == .cancelling && !isComplete ? .cancelled : hasFailures ? .failed : .finished
    }
}
