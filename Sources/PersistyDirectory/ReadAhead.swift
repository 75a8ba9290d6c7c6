import CLinux
import NIOPosix
import Synchronization

/// Reads an open file from its beginning to its end: each stretch while the one before is used, where a thread is free
/// for that.
struct ReadAhead {
    let file: Descriptor
    let size: Int64
    let threads: NIOThreadPool

    /// Long enough that to tell another thread of it costs nothing beside its use.
    static let stretch: Int64 = 1 << 20

    /// Gives all bytes to `body`, in order. Returns how many there were: fewer than the size when the file was cut.
    func forEach(_ body: (UnsafeRawBufferPointer) throws(SystemError) -> Void) throws(SystemError) -> Int64 {
        var current = Stretch(of: file, capacity: min(size, Self.stretch))
        var following = Stretch(of: file, capacity: min(max(size - Self.stretch, 0), Self.stretch))
        var offset: Int64 = 0
        current.begin(at: offset)
        while offset < size {
            if offset + Self.stretch < size {
                following.begin(at: offset + Self.stretch)
                threads.submit { [following] _ in following.readIfFree() }
            }
            let count = try current.use(body)
            offset += count
            if count < Self.stretch { break }
            swap(&current, &following)
        }
        return offset
    }
}

/// Memory for one stretch of a file. Whoever comes first reads it: who reads ahead, or who wants to use it.
private final class Stretch: Sendable {
    private struct State {
        let memory: UnsafeMutableRawBufferPointer
        var offset: Int64 = 0
        var count: Result<Int, SystemError>?

        mutating func read(_ file: Descriptor) -> Result<Int, SystemError> {
            if let count { return count }
            let read = Result { () throws(SystemError) in
                guard let base = memory.baseAddress else { return 0 }
                return try SystemError.check(persisty_read(file.number, base, memory.count, offset))
            }
            count = read
            return read
        }
    }

    private let file: Descriptor
    private let state: Mutex<State>

    init(of file: Descriptor, capacity: Int64) {
        self.file = file
        state = Mutex(State(memory: .allocate(byteCount: Int(capacity), alignment: 4096)))
    }

    deinit { state.withLock { $0.memory.deallocate() } }

    func begin(at offset: Int64) { state.withLock { ($0.offset, $0.count) = (offset, nil) } }

    /// Reads the stretch, unless it is in use already.
    func readIfFree() { state.withLockIfAvailable { _ = $0.read(file) } }

    func use(_ body: (UnsafeRawBufferPointer) throws(SystemError) -> Void) throws(SystemError) -> Int64 {
        try state.withLock { (state) throws(SystemError) in
            let count = try state.read(file).get()
            try body(UnsafeRawBufferPointer(rebasing: state.memory[..<count]))
            return Int64(count)
        }
    }
}
