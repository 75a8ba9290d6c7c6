import Glibc
import NIOCore
import PersistyData

/// Lists one item, one link and one name that is not UTF-8.
struct OddStore: PlannedStore {
    let name = "odd"
    let kind = "odd"

    func list(_ query: DataQuery, attributes: Bool) -> DataListing {
        var batch = ItemBatch()
        batch.append(name: "item", kind: .item, size: 1)
        batch.append(name: "link", kind: .link)
        [UInt8](arrayLiteral: 0x61, 0xff).withUnsafeBufferPointer { batch.append(name: $0, kind: .item) }
        batch.setLast(size: 1, time: 0)
        [UInt8](arrayLiteral: 0xff, 0x2f).withUnsafeBufferPointer { batch.append(name: $0, kind: .folder) }
        batch.setLast(size: ItemBatch.unknownSize, time: ItemBatch.unknownTime)
        return Self.listing([batch])
    }

    static func listing(_ batches: [ItemBatch]) -> DataListing {
        let rest = Rest(batches[...])
        return DataListing { () throws(DataError) in await rest.next() }
    }

    private actor Rest {
        var batches: ArraySlice<ItemBatch>
        init(_ batches: ArraySlice<ItemBatch>) { self.batches = batches }
        func next() -> ItemBatch? { batches.popFirst() }
    }
}

/// Lists as many items as are wanted, each of one byte.
struct EndlessStore: PlannedStore {
    let name = "endless"
    let kind = "endless"
    var rows = Int.max

    func list(_ query: DataQuery, attributes: Bool) -> DataListing {
        let counter = Counter()
        return DataListing { [rows] () throws(DataError) in
            let start = await counter.take(10_000)
            guard start < rows else { return nil }
            var batch = ItemBatch()
            var name = Array("item-000000000".utf8)
            for number in start..<min(start + 10_000, rows) {
                var rest = number
                for place in stride(from: 13, to: 4, by: -1) {
                    name[place] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
                name.withUnsafeBufferPointer { batch.append(name: $0, kind: .item) }
                batch.setLast(size: 1, time: 0)
            }
            return batch
        }
    }

    private actor Counter {
        var count = 0
        func take(_ amount: Int) -> Int {
            defer { count += amount }
            return count
        }
    }
}

/// Copies items of more than eight bytes in parts.
struct SizedStore: PlannedStore {
    let name = "sized"
    let kind = "sized"

    func plan(_ request: CopyRequest, from source: any DataStore) -> CopyPlan {
        request.item.size > 8 ? .parts : .stream
    }
}

/// A store for plans: nothing is read or written.
protocol PlannedStore: DataStore {}

extension PlannedStore {
    var capabilities: DataCapabilities { [.everyOperation] }
    var limits: DataLimits { DataLimits() }

    func read(_ key: DataKey) async throws(DataError) -> DataItem? { nil }
    func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader { throw none() }
    func write(_ key: DataKey, _ bytes: DataReader, _ options: WriteOptions) async throws(DataError) -> DataItem {
        throw none()
    }
    func delete(_ keys: [DataKey], _ options: DeleteOptions) async throws(DataError) -> [Result<Bool, DataError>] {
        throw none()
    }
    func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage { DataPage() }

    private func none() -> DataError { .unsupported("This store only lists.", store: name) }
}

/// The memory of this process that is in use, by proc_pid_statm(5).
func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 128)
    guard fgets(&buffer, 128, file) != nil else { return 0 }
    let text = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
}
