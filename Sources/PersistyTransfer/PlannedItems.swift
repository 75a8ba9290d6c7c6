public import PersistyData

/// The items of a plan, as columns: names after the base in one run of bytes, and by what each is known again.
///
/// A million of them take 30 bytes each above their names.
public struct PlannedItems: Sendable {
    /// The folder after which the names begin.
    public let base: DataPrefix
    private var rows = ItemBatch()
    private var marks: [UInt8] = []
    private var hashes: [UInt64] = []
    /// The bytes of all items whose size is known.
    public private(set) var byteCount: Int64 = 0

    init(base: DataPrefix) { self.base = base }

    /// How many items there are.
    public var count: Int { rows.count }
    public var isEmpty: Bool { rows.isEmpty }

    /// The size as it was planned; `nil` when it was not known.
    public func size(_ index: Int) -> Int64? { rows.size(index) }

    /// The name after the base. It comes from outside: escape it before showing it.
    public func name(_ index: Int) -> String { rows.name(index) ?? "" }

    /// The key. It comes from outside: escape it before showing it.
    public func key(_ index: Int) throws(DataError) -> DataKey { try DataKey(base.text + name(index)) }

    func pin(_ index: Int) -> ItemPin {
        ItemPin(
            size: rows.sizes[index], time: rows.times[index], mark: ItemPin.Mark(rawValue: marks[index]) ?? .none,
            hash: hashes[index])
    }

    /// What it is: an item, or which special file.
    public func kind(_ index: Int) -> ItemBatch.Kind { rows.kind(index) }

    /// How many there are of each kind.
    public var kinds: [ItemBatch.Kind: Int] {
        var kinds: [ItemBatch.Kind: Int] = [:]
        for index in 0..<count { kinds[rows.kind(index), default: 0] += 1 }
        return kinds
    }

    mutating func append(_ name: String, _ pin: ItemPin, kind: ItemBatch.Kind = .item) {
        var name = name
        name.withUTF8 { rows.append(name: $0, kind: kind) }
        rows.setLast(size: pin.size, time: pin.time)
        marks.append(pin.mark.rawValue)
        hashes.append(pin.hash)
        if pin.size > 0 { byteCount += pin.size }
    }

    /// These without some, in the same order.
    func without(_ left: Set<Int>) -> PlannedItems {
        var kept = PlannedItems(base: base)
        for index in 0..<count where !left.contains(index) { kept.append(name(index), pin(index), kind: kind(index)) }
        return kept
    }

    func withNameBytes<Result>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        rows.withNameBytes(index, body)
    }
}
