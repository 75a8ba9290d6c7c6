import CLinux
import Glibc
import NIOPosix
import PersistyData

/// Copies the bytes of one open file into another that nobody sees yet, in the cheapest way that keeps the promise.
///
/// Throws ECANCELED, ESTALE when the source changed meanwhile, EBADMSG when the copy does not compare.
struct FileCopy {
    let source: Descriptor
    let status: FileStatus
    let target: Descriptor
    /// The target's device.
    let device: UInt64
    let threads: NIOThreadPool
    let memory: CopyBuffer
    let cancellation: Cancellation
    let progress: (@Sendable (Int64) -> Void)?
    let pacing: Pacing?

    func run(verifies: Bool) throws(SystemError) -> (CopyPlan, Verification) {
        let result: (CopyPlan, Verification)
        if try clone() {
            result = (.clone, .shared)
        } else if verifies {
            result = (status.device == device ? .kernel : .stream, .compared(.crc32c))
            if status.size <= CopyBuffer.size { try copySmallComparing() } else { try copyComparing() }
        } else {
            result = (try copyInKernel() ? .kernel : .stream, .sizeOnly)
        }
        let after = try source.status().fingerprint
        guard after.hasContent(of: status.fingerprint) else { throw SystemError(ESTALE) }
        return result
    }

    private func clone() throws(SystemError) -> Bool {
        let memory = CloneMemory.shared
        guard status.size > 0, memory.works(from: status.device, to: device) != false else { return false }
        let result = persisty_clone(target.number, source.number)
        if result >= 0 {
            memory.learn(true, from: status.device, to: device)
            progress?(status.size)
            guard try target.status().size == status.size else { throw SystemError(ESTALE) }
            return true
        }
        if [-EOPNOTSUPP, -EXDEV, -ENOTTY, -ENOSYS, -EINVAL].contains(result) {
            memory.learn(false, from: status.device, to: device)
        }
        return false
    }

    // MARK: Unverified

    /// Copies with copy_file_range(2), passing over holes. Whether the kernel could.
    private func copyInKernel() throws(SystemError) -> Bool {
        var isKernel = true
        var offset: Int64 = 0
        while offset < status.size {
            var end = status.size
            if status.hasHoles {
                let data = persisty_next_data(source.number, offset)
                if data == -Int64(ENXIO) { break }
                if data >= 0 {
                    progress?(data - offset)
                    offset = data
                    let hole = persisty_next_hole(source.number, offset)
                    if hole > offset { end = min(end, hole) }
                }
            }
            while offset < end {
                try checkCancellation()
                // A stride small enough to stop soon.
                let length = Int(min(Int64(pacing?.stride ?? 64 << 20), end - offset))
                var copied = isKernel ? copyRange(offset, length) : 0
                if copied == 0 {
                    isKernel = false
                    copied = try copyThroughMemory(offset, length)
                }
                guard copied > 0 else { throw SystemError(ESTALE) }
                offset += Int64(copied)
                moved(copied)
            }
        }
        if status.hasHoles { try SystemError.check(persisty_resize(target.number, status.size)) }
        return isKernel
    }

    /// How many bytes the kernel copied; 0 when it cannot between these files.
    private func copyRange(_ offset: Int64, _ length: Int) -> Int {
        var (from, to) = (offset, offset)
        let count = persisty_copy_range(source.number, &from, target.number, &to, length)
        // Any failure is left to reading and writing, which say what is wrong with which side.
        return max(0, count)
    }

    private func copyThroughMemory(_ offset: Int64, _ length: Int) throws(SystemError) -> Int {
        guard let base = memory.bytes.baseAddress else { return 0 }
        let count = try SystemError.check(
            persisty_read(source.number, base, min(length, CopyBuffer.size), offset))
        guard lseek(target.number, Int(offset), SEEK_SET) == offset else { throw SystemError(errno) }
        try SystemError.check(persisty_write(target.number, base, count))
        return count
    }

    // MARK: Verified

    /// Copies a file that fits into the buffer, and compares what the copy holds.
    private func copySmallComparing() throws(SystemError) {
        guard status.size > 0, let base = memory.bytes.baseAddress else { return }
        let size = Int(status.size)
        let count = try SystemError.check(persisty_read(source.number, base, size, 0))
        guard count == size else { throw SystemError(ESTALE) }
        let sum = DigestHasher.crc32c(UnsafeRawBufferPointer(start: base, count: size))
        try SystemError.check(persisty_write(target.number, base, size))
        let held = try SystemError.check(persisty_read(target.number, base, size, 0))
        guard held == size, DigestHasher.crc32c(UnsafeRawBufferPointer(start: base, count: size)) == sum else {
            throw SystemError(EBADMSG)
        }
        moved(size)
    }

    /// Copies a larger file; another thread reads back what is written while it is still in memory.
    private func copyComparing() throws(SystemError) {
        guard let base = memory.bytes.baseAddress else { return }
        let comparison = ReadBack(of: target, threads: threads, cancellation: cancellation)
        var offset: Int64 = 0
        var sum: UInt32 = 0
        while offset < status.size {
            try checkCancellation()
            let count = try SystemError.check(persisty_read(source.number, base, CopyBuffer.stride, offset))
            guard count == Int(min(Int64(CopyBuffer.stride), status.size - offset)) else { throw SystemError(ESTALE) }
            sum = DigestHasher.crc32c(UnsafeRawBufferPointer(start: base, count: count), from: sum)
            try SystemError.check(persisty_write(target.number, base, count))
            offset += Int64(count)
            if offset % Int64(ReadBack.stretch) == 0 || offset == status.size {
                comparison.add(sum, end: offset)
                sum = 0
            }
            moved(count)
        }
        try comparison.finish(memory)
        try checkCancellation()
    }

    /// Tells of bytes that were moved, and waits where they came faster than is allowed.
    private func moved(_ count: Int) {
        progress?(Int64(count))
        pacing?.wait(after: Int64(count)) { cancellation.isCancelled }
    }

    private func checkCancellation() throws(SystemError) {
        if cancellation.isCancelled { throw SystemError(ECANCELED) }
    }
}
