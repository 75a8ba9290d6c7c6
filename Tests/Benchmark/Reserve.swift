import Glibc

/// Memory that the system has at hand, kept for a program that is about to be measured.
///
/// A virtual machine may give free memory back to its host after seconds, and to get it again takes longer than to copy
/// into it: who runs first, or longest, would pay. So the memory is held here, and let go as fast as the program takes
/// some: what was let go last is taken first.
final class Reserve {
    private static let piece = 32 << 20
    /// What is free from the beginning.
    private static let cushion = 256 << 20

    private var pieces: [UnsafeMutableRawPointer] = []
    private var floor = 0

    /// Takes so many bytes, and some to begin with; less where there are hardly so many.
    init(_ bytes: Int) {
        let flags = MAP_PRIVATE | MAP_ANONYMOUS
        for _ in 0..<min(bytes + Self.cushion, Self.free / 4 * 3) / Self.piece {
            guard let memory = mmap(nil, Self.piece, PROT_READ | PROT_WRITE, flags, -1, 0), memory != MAP_FAILED else {
                break
            }
            // In large pages, which are taken and let go in no time.
            madvise(memory, Self.piece, MADV_HUGEPAGE)
            for page in stride(from: 0, to: Self.piece, by: 4096) {
                memory.storeBytes(of: 1, toByteOffset: page, as: UInt8.self)
            }
            pieces.append(memory)
        }
        letGo(Self.cushion)
        floor = Self.free
    }

    deinit { letGo(.max) }

    /// Makes up for what was taken since.
    func follow() { letGo(floor - Self.free) }

    private func letGo(_ bytes: Int) {
        var left = bytes
        while left > 0, let memory = pieces.popLast() {
            munmap(memory, Self.piece)
            left -= Self.piece
        }
    }

    private static var free: Int { sysconf(Int32(_SC_AVPHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) }
}
