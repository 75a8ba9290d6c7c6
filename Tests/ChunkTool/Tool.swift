import Glibc
import NIOCore
import PersistyChunk
import PersistyData
import ToolSupport

struct Tool {
    let command: String
    let arguments: [String]

    init(_ arguments: ArraySlice<String>) {
        command = arguments.first ?? ""
        self.arguments = Array(arguments.dropFirst())
    }

    func run() async throws {
        let store = try ChunkStore(path: argument(0))
        let key = try DataKey(argument(1))
        switch command {
        case "put":
            // DATABASE KEY SIZE SEED
            let item = try await store.write(key, content(number(2), UInt8(number(3))), WriteOptions())
            say("done \(item.etag?.value ?? "")")
        case "copy":
            // DATABASE KEY OTHER
            guard let item = try await store.read(key) else { throw DataError.notFound(key) }
            try await store.copy(item, from: store, to: DataKey(argument(2)))
            say("done")
        case "delete":
            try await store.delete(key)
            say("done")
        case "loop":
            // DATABASE PREFIX COUNT SIZE: one acknowledged item a line
            for index in 0..<number(2) {
                let name = try DataKey("\(key.text)\(index)")
                let item = try await store.write(name, content(number(3), UInt8(index % 251)), WriteOptions())
                say("\(name.text) \(item.etag?.value ?? "")")
            }
        case "read":
            // DATABASE KEY: says when it has begun, and goes on after a line on its input
            guard let item = try await store.read(key) else { throw DataError.notFound(key) }
            let reader = try await store.reader(of: item)
            var hasher = DigestHasher(.md5)
            if let first = try await reader.next() { hasher.update(first) }
            say("reading")
            _ = readLine()
            while let next = try await reader.next() { hasher.update(next) }
            say("done \(hasher.finish().hexadecimal)")
        case "stream":
            // DATABASE KEY SIZE: writes and reads, and says what was read and the most memory held, in MiB
            let item = try await store.write(key, content(number(2), 1), WriteOptions())
            var length = 0
            for try await buffer in try await store.reader(of: item) { length += buffer.readableBytes }
            say("\(length)")
            say("\(peakMemory())")
        default:
            say("unknown command")
            exit(2)
        }
        try await store.settle()
    }

    private func argument(_ index: Int) -> String { index < arguments.count ? arguments[index] : "" }
    private func number(_ index: Int) -> Int { Int(argument(index)) ?? 0 }

    /// Bytes that anyone with the size and the seed can make.
    private func content(_ size: Int, _ seed: UInt8) -> DataReader {
        let period = ByteBuffer(bytes: (0..<min(size, 65_521)).map { UInt8(truncatingIfNeeded: $0 / 7) &+ seed })
        return DataReader(repeating: period, size: size)
    }
}

/// One line, written at once: whoever reads it knows that it was said even if this process is killed next.
func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(STDOUT_FILENO, bytes, bytes.count)
}
