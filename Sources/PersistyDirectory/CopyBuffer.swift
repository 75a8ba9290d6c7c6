/// A mebibyte of memory for one thread that copies.
final class CopyBuffer {
    static let size = 1 << 20
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: CopyBuffer.size, alignment: 4096)

    deinit { bytes.deallocate() }
}
