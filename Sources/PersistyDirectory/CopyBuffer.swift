/// Memory for one thread that copies.
final class CopyBuffer {
    static let size = 1 << 20
    /// What stays in the processor's cache from the reading of it to the writing.
    static let stride = 1 << 18
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: CopyBuffer.size, alignment: 4096)

    deinit { bytes.deallocate() }
}
