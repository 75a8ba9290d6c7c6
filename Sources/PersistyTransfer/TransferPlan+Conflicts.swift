import PersistyData

extension TransferPlan {
    /// Up to so many targets are looked up one by one; for more, the folders they go to are listed.
    private static let fewTargets = 64
    /// How many conflicts are read in full.
    private static let shownConflicts = 100

    /// Finds the items that meet one of their name, and refuses what would meet a link or another special file.
    mutating func findConflicts(in selection: Selection) async throws(DataError) {
        try await refuseTakenNames()
        guard !items.isEmpty || !emptyFolders.isEmpty else { return }
        var found: [(index: Int32, pin: ItemPin)] = []
        var obstacles: Obstacles
        var ways = emptyFolders.compactMap { try? DataKey(String(Substring($0.text.utf8.dropLast()))) }
        if items.count <= Self.fewTargets || !request.destination.capabilities.contains(.search) {
            try await look(upAllInto: &found)
            for index in 0..<items.count { ways.append(try target(of: index)) }
            obstacles = try await self.obstacles(to: ways)
        } else {
            let index = NameIndex(items)
            let folders = try targetFolders(of: selection)
            // A name in the folder, so that the folder itself is on the way to it.
            for (folder, _) in folders { if let key = try? DataKey(folder + "-") { ways.append(key) } }
            obstacles = try await self.obstacles(to: ways)
            for (folder, isDeep) in folders {
                try await list(folder, isDeep: isDeep, index, into: &found, &obstacles)
            }
        }
        occupied = OccupiedTargets(try refuse(blockedBy: obstacles, found))
        conflictCount = occupied.count
        try await readConflicts()
    }

    private func look(upAllInto found: inout [(index: Int32, pin: ItemPin)]) async throws(DataError) {
        for start in stride(from: 0, to: items.count, by: 1000) {
            let indices = start..<min(start + 1000, items.count)
            var keys: [DataKey] = []
            for index in indices { keys.append(try target(of: index)) }
            for (index, result) in zip(indices, await request.destination.read(keys)) {
                guard !Task.isCancelled else { throw .cancelled(store: request.destination.name) }
                // What cannot be looked at now is looked at again when it is written.
                if case .success(let item?) = result { found.append((Int32(index), ItemPin(item))) }
            }
        }
    }

    /// The folders that hold every target: of selected folders with all in them, of items only what lies beside them.
    private func targetFolders(of selection: Selection) throws(DataError) -> [(folder: String, isDeep: Bool)] {
        let base = items.base.text.utf8.count
        var shallow: Set<DataPrefix> = []
        var deep: [(folder: String, isDeep: Bool)] = []
        for part in selection.parts {
            let target = naming.target(String(Substring(part.text.utf8.dropFirst(base))))
            switch part {
            case .folder: deep.append((target, true))
            case .item, .key: shallow.insert(try DataKey(target).folder)
            }
        }
        // Items from all over, as a search gives them: one deep listing is then less than many small ones.
        guard shallow.count <= Self.fewTargets else { return [(naming.folder, true)] }
        return deep + shallow.map { ($0.text, false) }
    }

    private func list(
        _ folder: String, isDeep: Bool, _ index: NameIndex,
        into found: inout [(index: Int32, pin: ItemPin)], _ obstacles: inout Obstacles
    ) async throws(DataError) {
        let store = request.destination
        let listing = store.list(DataQuery(prefix: folder, delimiter: isDeep ? nil : "/"), attributes: false)
        guard let prefix = naming.sourceName(of: folder) else { return }
        var name = prefix
        do throws(DataError) {
            while var batch = try await listing.next() {
                guard !Task.isCancelled else { throw .cancelled(store: store.name) }
                var matches: [(row: Int, index: Int)] = []
                for row in 0..<batch.count where batch.kind(row) != .folder {
                    guard batch.kind(row) == .item else {
                        if let name = batch.name(row) { obstacles.add(folder + name, batch.kind(row)) }
                        continue
                    }
                    name.removeSubrange(prefix.count...)
                    batch.withNameBytes(row) { name.append(contentsOf: $0) }
                    guard let source = naming.completed(name) else { continue }
                    if let index = source.withUnsafeBytes({ index.find($0, in: items) }) {
                        matches.append((row, index))
                    }
                }
                if !batch.hasAttributes, !matches.isEmpty {
                    batch = try await store.attributes(of: batch, under: folder, rows: matches.map(\.row))
                }
                found += matches.map { (Int32($0.index), ItemPin(batch, $0.row)) }
                await Task.yield()
            }
        } catch {
            // A folder that is not there yet holds nothing.
            guard error.code == .notFound else { throw error }
        }
    }

    private mutating func readConflicts() async throws(DataError) {
        let indices = occupied.first(Self.shownConflicts) {
            NameOrder.precedes(items.name($0).utf8, items.name($1).utf8)
        }
        guard !indices.isEmpty else { return }
        var sources: [DataKey] = []
        var targets: [DataKey] = []
        for index in indices {
            sources.append(try items.key(index))
            targets.append(try target(of: index))
        }
        let ours = await request.source.read(sources)
        let theirs = await request.destination.read(targets)
        for (index, pair) in zip(indices, zip(ours, theirs)) {
            guard case .success(let source?) = pair.0, case .success(let there?) = pair.1 else { continue }
            conflicts.append(PlannedConflict(index: index, source: source, there: there))
        }
    }
}

extension TargetNaming {
    /// The bytes that begin what would be put into `folder` of the destination, before ``completed(_:)``.
    fileprivate func sourceName(of folder: String) -> [UInt8]? {
        folder.utf8.starts(with: self.folder.utf8) ? Array(folder.utf8.dropFirst(self.folder.utf8.count)) : nil
    }

    /// The name in the plan that goes to `name`; `nil` when none can.
    func completed(_ name: [UInt8]) -> [UInt8]? {
        guard !replacement.isEmpty else { return name }
        guard name.starts(with: replacement.utf8) else { return nil }
        return original + name.dropFirst(replacement.utf8.count)
    }
}
