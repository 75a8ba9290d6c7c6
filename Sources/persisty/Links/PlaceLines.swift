import Glibc
import NIOCore
import PersistyConfiguration
import PersistyData
import TerminalUI

/// The lines of a file or of the standard input, without their ends. Empty lines are left out.
struct PlaceLines: AsyncSequence {
    private let reader: DataReader
    private let descriptor: Descriptor?

    /// The longest line that is looked at: a key is shorter, whatever it is spelled with.
    static let longest = 1 << 16

    /// - Throws: ``UsageError`` where the file cannot be opened.
    init(_ file: String, _ console: Console) throws(UsageError) {
        guard file != "-" else {
            (reader, descriptor) = (console.input(), nil)
            return
        }
        let path = file.hasPrefix("/") ? file : console.currentDirectory + "/" + file
        let number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw UsageError("The file \(file) cannot be read: \(systemMessage(errno)).") }
        descriptor = Descriptor(number)
        reader = DataReader(descriptor: number)
    }

    func makeAsyncIterator() -> Iterator { Iterator(reader: reader, descriptor: descriptor) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate let reader: DataReader
        fileprivate let descriptor: Descriptor?
        private var bytes: [UInt8] = []
        private var start = 0
        private var isAtEnd = false

        fileprivate init(reader: DataReader, descriptor: Descriptor?) {
            self.reader = reader
            self.descriptor = descriptor
        }

        // In the isolation of who asks: a change of threads for each line costs more than what is done with it.
        mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
            while true {
                if let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
                    defer { start = end + 1 }
                    if end > start { return Array(bytes[start..<end]) }
                    continue
                }
                let rest = bytes.count - start
                guard rest <= PlaceLines.longest else {
                    throw UsageError("A line has more than \(PlaceLines.longest) bytes: it is no place.")
                }
                if isAtEnd {
                    defer { start = bytes.count }
                    return rest > 0 ? Array(bytes[start...]) : nil
                }
                bytes.removeFirst(start)
                start = 0
                guard let buffer = try await reader.next() else {
                    isAtEnd = true
                    continue
                }
                bytes.append(contentsOf: buffer.readableBytesView)
            }
        }
    }

    /// An open file, closed with its last user.
    fileprivate final class Descriptor: Sendable {
        private let number: Int32

        init(_ number: Int32) { self.number = number }

        deinit { close(number) }
    }
}
