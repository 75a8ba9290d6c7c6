/// The same numbers for the same seed, on every machine (SplitMix64: Steele, Lea, Flood, OOPSLA 2014).
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(_ seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// `count` bytes that are the same for the same seed.
package func seededBytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var generator = SeededGenerator(seed)
    return [UInt8](unsafeUninitializedCapacity: count) { bytes, initialized in
        // By words: these are most of what the tests do.
        let words = UnsafeMutableRawBufferPointer(bytes)
        for index in stride(from: 0, to: count - 7, by: 8) {
            words.storeBytes(of: generator.next().littleEndian, toByteOffset: index, as: UInt64.self)
        }
        var word = generator.next()
        for index in count & ~7..<count {
            bytes.initializeElement(at: index, to: UInt8(truncatingIfNeeded: word))
            word >>= 8
        }
        initialized = count
    }
}
