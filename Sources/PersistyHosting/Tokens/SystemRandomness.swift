import CLinux

/// The system's randomness (getrandom(2)), fetched for many numbers at once: a call to the kernel for each costs as much as
/// a signature.
struct SystemRandomness: RandomNumberGenerator {
    private var words: [UInt64] = []
    /// As many bytes as the kernel gives whole, whatever happens.
    private static let count = 256 / MemoryLayout<UInt64>.size

    mutating func next() -> UInt64 {
        if words.isEmpty { fetch() }
        return words.removeLast()
    }

    private mutating func fetch() {
        words = [UInt64](unsafeUninitializedCapacity: Self.count) { buffer, count in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            guard let start = bytes.baseAddress, persisty_getrandom(start, bytes.count) == 0 else { return }
            count = Self.count
        }
        // Kernels before 3.17 have no such call; the standard library knows another way.
        var generator = SystemRandomNumberGenerator()
        if words.isEmpty { words = [generator.next()] }
    }
}
