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
        do throws(SystemError) {
            let result = try copy(verifies: verifies)
            try checkUnchanged()
            return result
        } catch {
            // That both differ is the source's doing where it changed.
            if error.number == EBADMSG { try checkUnchanged() }
            throw error
        }
    }

    private func copy(verifies: Bool) throws(SystemError) -> (CopyPlan, Verification) {
        if try clone() { return (.clone, .shared) }
        if !verifies { return (try copyBytes(comparing: nil) ? .kernel : .stream, .sizeOnly) }
        if status.size <= CopyBuffer.size {
            try copySmallComparing()
            return (status.device == device ? .kernel : .stream, .compared(.crc32c))
        }
        // What the kernel has copied, another thread reads on both sides while it is still in memory: that costs less
        // than to lead the bytes through this process.
        let comparison = ReadBack(of: target, source: source, threads: threads, cancellation: cancellation)
        let isKernel = try copyBytes(comparing: comparison)
        try comparison.finish(memory)
        try checkCancellation()
        return (isKernel ? .kernel : .stream, .compared(.crc32c))
    }

    private func checkUnchanged() throws(SystemError) {
        guard try source.status().fingerprint.hasContent(of: status.fingerprint) else { throw SystemError(ESTALE) }
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

    /// Copies with copy_file_range(2), passing over holes: they are compared all the same, as file systems have taken
    /// for holes what was not yet written. Whether the kernel could.
    private func copyBytes(comparing comparison: ReadBack?) throws(SystemError) -> Bool {
        // A stride small enough to stop soon, and to be compared while it is in memory.
        let stride = min(pacing?.stride ?? .max, comparison == nil ? 64 << 20 : ReadBack.stretch)
        if status.hasHoles { try SystemError.check(persisty_resize(target.number, status.size)) }
        var isKernel = true
        var offset: Int64 = 0
        while offset < status.size {
            var end = status.size
            if status.hasHoles {
                let data = persisty_next_data(source.number, offset)
                if data == -Int64(ENXIO) {
                    comparison?.add(offset..<status.size)
                    break
                }
                if data > offset {
                    comparison?.add(offset..<data)
                    progress?(data - offset)
                    offset = data
                }
                let hole = persisty_next_hole(source.number, offset)
                if hole > offset { end = min(end, hole) }
            }
            while offset < end {
                try checkCancellation()
                let length = Int(min(Int64(stride), end - offset))
                var copied = isKernel ? copyRange(offset, length) : 0
                if copied == 0 {
                    isKernel = false
                    copied = try copyThroughMemory(offset, length)
                }
                guard copied > 0 else { throw SystemError(ESTALE) }
                comparison?.add(offset..<offset + Int64(copied))
                offset += Int64(copied)
                moved(copied)
            }
        }
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

    /// Tells of bytes that were moved, and waits where they came faster than is allowed.
    private func moved(_ count: Int) {
        progress?(Int64(count))
        pacing?.wait(after: Int64(count)) { cancellation.isCancelled }
    }

    private func checkCancellation() throws(SystemError) {
        if cancellation.isCancelled { throw SystemError(ECANCELED) }
    }
}
