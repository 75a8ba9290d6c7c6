import Glibc

/// A file of ours, read whole without trusting it: not a pipe that would hang, not more than a limit.
package struct SmallFile {
    package enum Fault: Error, Equatable {
        case missing, notRegular, tooLarge(Int64)
        case failed(Int32)
    }

    package let bytes: [UInt8]
    package let mode: UInt32
    package let owner: UInt32

    package init(_ path: String, upTo limit: Int, followsLinks: Bool = true) throws(Fault) {
        // O_NONBLOCK: opening a FIFO would wait for a writer (open(2)).
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (followsLinks ? 0 : O_NOFOLLOW))
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .failed(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .failed(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
        guard status.st_size <= limit else { throw .tooLarge(Int64(status.st_size)) }
        mode = status.st_mode & 0o7777
        owner = status.st_uid
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw .failed(errno) }
            if got == 0 { break }
            count += got
        }
        guard count <= limit else { throw .tooLarge(Int64(count)) }
        bytes.removeLast(bytes.count - count)
        self.bytes = bytes
    }
}

/// The system's words for an error number.
package func systemMessage(_ number: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    return buffer.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress, strerror_r(number, start, buffer.count) == 0 else {
            return "error \(number)"
        }
        return String(cString: start)
    }
}
