/// What is left alone, and why: how many, and the first as values.
public struct Refusals: Sendable, Hashable {
    /// How many there are.
    public private(set) var count = 0
    /// The first of them.
    public private(set) var first: [TransferFailure] = []

    /// None yet.
    public init() {}

    /// Takes one more.
    public mutating func add(_ refusal: TransferFailure) {
        count += 1
        if first.count < TransferPlan.listed { first.append(refusal) }
    }

    /// Puts those that are kept in the order in which a pane shows names.
    mutating func sort() { first.sort { NameOrder.precedes($0.name, $1.name) } }
}
