import Glibc
import NIOPosix
import PersistyData

/// A file that holds secrets: short, and read as a whole.
struct SecretFile: Sendable {
    /// Its path.
    let path: String
    /// What is in it, as part of a sentence: “the profiles of AWS”.
    let content: String
    /// The most bytes it may have.
    let limit: Int

    /// How long a pipe in its place may keep silent, in milliseconds.
    var patience: Int32 = 5000

    /// Its bytes, without the mark that some editors put before UTF-8; `nil` when there is no such file.
    ///
    /// - Throws: ``DataError/Code/misconfigured`` when it cannot be read or is too long.
    func bytes() async throws(DataError) -> [UInt8]? {
        let outcome: Outcome
        do { outcome = try await NIOThreadPool.singleton.runIfActive { read() } } catch { throw DataError(error) }
        switch outcome {
        case .bytes(let bytes): return Array(bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes.dropFirst(3) : bytes[...])
        case .failed(ENOENT), .failed(ENOTDIR): return nil
        case .failed(let number):
            throw misconfigured(
                "cannot be read: \(String(cString: strerror(number)))", "Look at the file's permissions.")
        case .tooLong:
            throw misconfigured("has more than \(limit >> 10) KiB", "Look whether it is the file that it should be.")
        case .silent: throw misconfigured("gave nothing in time", "Look what writes to the pipe in its place.")
        }
    }

    private func misconfigured(_ what: String, _ hint: String) -> DataError {
        DataError(
            .misconfigured, "The file “\(path.shownInSentence())” of \(content) \(what).", hint: hint,
            reason: "s3.unreadable_file")
    }

    private enum Outcome: Sendable {
        case bytes([UInt8])
        case failed(Int32)
        case tooLong
        case silent
    }

    /// Reads, and waits for nothing but for a pipe that a shell may have put in the file's place.
    private func read() -> Outcome {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return .failed(errno) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count == 0 { return .bytes(bytes) }
            if count > 0 {
                bytes += buffer.prefix(count)
                if bytes.count > limit { return .tooLong }
            } else if errno == EAGAIN {
                var wait = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
                if poll(&wait, 1, patience) == 0 { return .silent }
            } else if errno != EINTR {
                return .failed(errno)
            }
        }
    }
}
