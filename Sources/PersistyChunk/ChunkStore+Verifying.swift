import GRDB
public import PersistyData
import Synchronization

extension ChunkStore {
    public func facts(of item: DataItem) async throws(DataError) -> [DataFact] {
        let facts = try await withFile(key: item.key) { file throws(DataError) in
            try file.read(key: item.key.text) { database in
                try database.first(ItemRow.select, [.key(item.key.text)]) { row in
                    let row = try self.sound(row, key: item.key)
                    let items = try database.first(
                        "SELECT items FROM shared WHERE stream = ?", [.integer(row.stream)]
                    ) { $0.integer(0) }
                    return [
                        DataFact("Database", self.path), DataFact("Stream", String(row.stream)),
                        DataFact("Chunks", String(row.chunkCount)),
                        DataFact("Chunk size", "\(row.chunkSize) bytes"),
                    ] + (items.map { [DataFact("Items of this stream", String($0))] } ?? [])
                }
            }
        }
        guard let facts, let facts else { throw .notFound(item.key, store: name) }
        return facts
    }

    public func verify(_ query: DataQuery) -> DataFindings {
        let state = Mutex(VerifyState(items: items(query).makeAsyncIterator()))
        let isWhole = query.prefix.isEmpty && query.after == nil
        return DataFindings { () throws(DataError) in
            if isWhole, state.withLock({ $0.beginsStructure() }) {
                let problems = try await self.structure()
                state.withLock { $0.problems = problems[...] }
            }
            if let problem = state.withLock({ $0.problems.popFirst() }) { return problem }
            var items = state.withLock { $0.items }
            let next = try await items.next()
            state.withLock { [items] in $0.items = items }
            guard let item = next else { return nil }
            return DataFinding(key: item.key.text, size: item.size, state: await self.examine(item))
        }
    }

    /// What is wrong with the tables that say what items there are. Chunks are read one by one instead, as they may be
    /// many and a check in one go would keep writers waiting.
    private func structure() async throws(DataError) -> [DataFinding] {
        try await withFile(key: nil) { file throws(DataError) in
            var findings: [DataFinding] = []
            for table in ["item", "stream", "shared", "folder", "counter"] {
                do throws(DataError) {
                    try file.read { database in
                        try SQLStatement(database, "PRAGMA quick_check(\(table))").forEach { row in
                            let words = row.text(0) ?? "unreadable"
                            if words != "ok" {
                                findings.append(
                                    DataFinding(key: self.path, size: 0, state: .damaged("\(table): \(words)")))
                            }
                            return true
                        }
                    }
                } catch  where error.code == .corrupt {
                    findings.append(DataFinding(key: self.path, size: 0, state: .damaged(error.message)))
                }
            }
            return findings
        } ?? []
    }

    /// Reads all chunks of an item and says which are damaged.
    private func examine(_ item: DataItem) async -> DataFinding.State {
        do throws(DataError) {
            let examination = try await withFile(key: item.key) { file throws(DataError) in
                try self.beginExamination(of: item, in: file)
            }
            guard let examination else { return .failed(.notFound(item.key, store: name)) }
            defer { examination.file.pins.unpin(examination.row.stream) }
            var progress = ExaminationProgress()
            let batch = max(Int64(ChunkPass.batchBytes) / examination.row.chunkSize, 1)
            while progress.next < examination.row.chunkCount {
                guard !Task.isCancelled else { throw .cancelled(key: item.key.text, store: name) }
                let before = progress
                progress = try await blocking(key: item.key) { () throws(DataError) in
                    try examination.read(batch, before)
                }
            }
            return progress.state(examination.row)
        } catch {
            return error.code == .corrupt ? .damaged(error.message) : .failed(error)
        }
    }

    private func beginExamination(of item: DataItem, in file: ChunkFile) throws(DataError) -> Examination {
        guard let stream = item.version.flatMap({ Int64($0.value) }) else { throw .damagedRow(item.key, store: name) }
        file.pins.pin(stream)
        do throws(DataError) {
            let row = try file.read(key: item.key.text) { database in
                try database.first(ItemRow.select, [.key(item.key.text)]) { try self.sound($0, key: item.key) }
            }
            guard let row else { throw .notFound(item.key, store: name) }
            guard row.stream == stream else { throw .replacedSince(item.key, store: name) }
            return Examination(file: file, row: row)
        } catch {
            file.pins.unpin(stream)
            throw error
        }
    }
}

private struct VerifyState {
    var items: DataItems.AsyncIterator
    var problems: ArraySlice<DataFinding> = []
    private var hasStructure = false

    init(items: DataItems.AsyncIterator) { self.items = items }

    mutating func beginsStructure() -> Bool {
        defer { hasStructure = true }
        return !hasStructure
    }
}

private struct Examination: Sendable {
    let file: ChunkFile
    let row: ItemRow

    /// Reads `count` chunks more.
    func read(_ count: Int64, _ progress: ExaminationProgress) throws(DataError) -> ExaminationProgress {
        let last = min(progress.next + count, row.chunkCount) - 1
        var after = progress
        do throws(DataError) {
            try file.read(key: row.key.text) { database in
                after = progress
                try take(progress.next...last, database, &after)
            }
        } catch  where error.code == .corrupt && count > 1 {
            // The database cannot find its way to one of them: which, is seen one by one.
            after = progress
            while after.next <= last { after = try read(1, after) }
        } catch  where error.code == .corrupt {
            after.damaged(after.next)
        }
        return after
    }

    private func take(
        _ sequences: ClosedRange<Int64>, _ database: Database, _ progress: inout ExaminationProgress
    ) throws {
        let chunks = try SQLStatement(database, "SELECT id, crc, data FROM chunk WHERE id BETWEEN ? AND ? ORDER BY id")
        try chunks.forEach([
            .integer(ChunkSchema.chunk(row.stream, sequences.lowerBound)),
            .integer(ChunkSchema.chunk(row.stream, sequences.upperBound)),
        ]) { columns in
            let id = columns.integer(0)
            let sequence = id - ChunkSchema.chunk(row.stream, 0)
            let data = columns.bytes(2)
            while progress.next < sequence { progress.damaged(progress.next) }
            progress.hasher.update(data)
            if data.count == row.length(ofChunk: sequence),
                columns.integer(1) == Int64(Chunk.checksum(DigestHasher.crc32c(data), id: id))
            {
                progress.next += 1
            } else {
                progress.damaged(sequence)
            }
            return true
        }
        while progress.next <= sequences.upperBound { progress.damaged(progress.next) }
    }
}

private struct ExaminationProgress: Sendable {
    /// The first chunk that was not read.
    var next: Int64 = 0
    var hasher = DigestHasher(.md5)
    private var runs: [ClosedRange<Int64>] = []

    mutating func damaged(_ sequence: Int64) {
        if let last = runs.last, last.upperBound == sequence - 1 {
            runs[runs.count - 1] = last.lowerBound...sequence
        } else {
            runs.append(sequence...sequence)
        }
        next = sequence + 1
    }

    func state(_ row: ItemRow) -> DataFinding.State {
        guard runs.isEmpty else {
            let numbers = runs.map { run in
                run.count == 1 ? String(run.lowerBound + 1) : "\(run.lowerBound + 1)–\(run.upperBound + 1)"
            }
            let count = runs.reduce(0) { $0 + $1.count }
            return .damaged(
                "\(count) of \(row.chunkCount) chunks \(count == 1 ? "is" : "are") damaged or missing: "
                    + numbers.joined(separator: ", ") + ".")
        }
        let found = hasher.finish()
        guard found.bytes == row.md5 else {
            let known = Digest(.md5, row.md5)?.hexadecimal ?? "another"
            return .damaged("The MD5 is \(found.hexadecimal); it was \(known) when stored.")
        }
        return .sound(.md5)
    }
}
