import PersistyData

/// Finds an item of a plan by the bytes of its name: an open table of indices, eight bytes or so an item.
struct NameIndex: Sendable {
    private var slots: [Int32]
    private let mask: Int

    init(_ items: PlannedItems) {
        var size = 16
        while size < items.count * 2 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        mask = size - 1
        for index in 0..<items.count {
            var slot = items.withNameBytes(index) { Self.hash(UnsafeRawBufferPointer($0)) } & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(index)
        }
    }

    func find(_ name: UnsafeRawBufferPointer, in items: PlannedItems) -> Int? {
        var slot = Self.hash(name) & mask
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            let isSame = items.withNameBytes(index) { known in
                known.count == name.count && UnsafeRawBufferPointer(known).elementsEqual(name)
            }
            if isSame { return index }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private static func hash(_ bytes: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: bytes)
        return hasher.finalize()
    }
}
