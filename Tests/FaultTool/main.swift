// Does one thing to one store, to be killed at it: see FaultPoints.h.
//
//   fault-tool KIND PATH open
//   fault-tool KIND PATH write KEY SIZE SEED         (also over an item)
//   fault-tool KIND PATH delete KEY
//   fault-tool KIND PATH rename KEY KEY
//   fault-tool KIND PATH copy KIND PATH KEY [KEY]    (from the second store)
//   fault-tool KIND PATH copy-unverified KIND PATH KEY [KEY]
//   fault-tool KIND PATH stream KEY SIZE LIMIT       (writes and reads; fails when it held more MiB of memory)
//
// Writes are durable, in buffers of 64 KiB. A failure is told on stderr as CODE: text, and the exit code is 1.
import FaultPoints
import Glibc
import NIOCore
import PersistyData
import ToolSupport

/// Bytes that tell their seed and their place.
func pattern(size: Int, seed: Int) -> DataReader {
    // They repeat after 256 bytes, so all buffers are alike.
    let period = ByteBuffer(bytes: (0..<(64 << 10)).map { UInt8(truncatingIfNeeded: $0 * 31 + seed) })
    return DataReader(repeating: period, size: size)
}

func run(_ arguments: [String]) async throws {
    guard arguments.count >= 3 else { throw DataError(.misconfigured, "Wrong usage; see main.swift.") }
    let store = try await openStore(arguments[0], at: arguments[1])
    let rest = Array(arguments.dropFirst(3))
    var options = WriteOptions()
    options.durable = true
    switch (arguments[2], rest.count) {
    case ("open", 0): _ = try await store.search(DataQuery(), pageKey: nil, limit: 1)
    case ("write", 3):
        _ = try await store.write(
            DataKey(rest[0]), pattern(size: Int(rest[1]) ?? 0, seed: Int(rest[2]) ?? 0), options)
    case ("delete", 1): try await store.delete(DataKey(rest[0]))
    case ("rename", 2):
        guard let item = try await store.read(DataKey(rest[0])) else { throw try DataError.notFound(DataKey(rest[0])) }
        _ = try await store.rename(item, to: DataKey(rest[1]))
    case ("copy", 3...4), ("copy-unverified", 3...4):
        let source = try await openStore(rest[0], at: rest[1])
        guard let item = try await source.read(DataKey(rest[2])) else {
            throw try DataError.notFound(DataKey(rest[2]))
        }
        var request = try CopyRequest(item, to: rest.count > 3 ? DataKey(rest[3]) : nil, options: options)
        request.verifies = arguments[2] == "copy"
        for result in await store.copy([request], from: source) { _ = try result.get() }
    case ("stream", 3):
        let size = Int(rest[1]) ?? 0
        let item = try await store.write(DataKey(rest[0]), pattern(size: size, seed: 1), WriteOptions())
        var length = 0
        for try await buffer in try await store.reader(of: item) { length += buffer.readableBytes }
        guard length == size, peakMemory() <= Int(rest[2]) ?? 0 else {
            throw DataError(.other, "\(length) bytes were read back, and \(peakMemory()) MiB held.")
        }
        print("\(size >> 20) MiB through \(arguments[0]): at most \(peakMemory()) MiB of memory")
    default: throw DataError(.misconfigured, "Wrong usage; see main.swift.")
    }
}

do {
    try await run(Array(CommandLine.arguments.dropFirst()))
    if fault_points_count() < 0 { exit(3) }
} catch {
    let error = DataError(error)
    var line = "\(error.code.rawValue): \(error)\n"
    line.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
    exit(1)
}
