import PersistyData

/// The special files of a destination that stand where something would go: nothing is copied onto one or through one.
struct Obstacles {
    private var kinds: [DataKey: ItemBatch.Kind] = [:]

    var isEmpty: Bool { kinds.isEmpty }

    mutating func add(_ text: String, _ kind: ItemBatch.Kind) {
        // What cannot be a key can be no target either.
        if let key = try? DataKey(text) { kinds[key] = kind }
    }

    /// Why nothing can go to `target`; `nil` when nothing is in the way.
    func refusal(of target: DataKey, in store: String) -> DataError? {
        guard !kinds.isEmpty else { return nil }
        if let kind = kinds[target] { return .ontoSpecialFile(kind, target, in: store) }
        for key in target.foldersAbove {
            if let kind = kinds[key] { return .throughSpecialFile(kind, target, in: store) }
        }
        return nil
    }
}

extension TransferPlan {
    /// Whether a selected folder would go where a special file is; then it is refused whole.
    mutating func refusesOntoSpecialFile(_ folder: DataPrefix, _ target: DataPrefix) async throws(DataError) -> Bool {
        // A target that is no key of this store is judged item by item.
        guard let key = target.key, let file = try? await request.destination.specialFile(key) else { return false }
        refuse(folder.text, .ontoSpecialFile(file.kind, key, in: request.destination.name))
        selectedFolders.removeAll { $0 == folder }
        return true
    }

    /// Looks for special files at the targets, and at all folders on the way to them.
    func obstacles(to targets: [DataKey]) async throws(DataError) -> Obstacles {
        var obstacles = Obstacles()
        let store = request.destination
        guard store.capabilities.contains(.specialFiles) else { return obstacles }
        var keys = Set(targets)
        for target in targets { keys.formUnion(target.foldersAbove) }
        let all = Array(keys)
        for start in stride(from: 0, to: all.count, by: 1000) {
            let some = Array(all[start..<min(start + 1000, all.count)])
            for (key, result) in zip(some, await store.specialFiles(some)) {
                guard !Task.isCancelled else { throw .cancelled(store: store.name) }
                if case .success(let file?) = result { obstacles.add(key.text, file.kind) }
            }
        }
        return obstacles
    }

    /// Leaves out what would go onto or through one of `obstacles`, and gives the conflicts of the others.
    mutating func refuse(
        blockedBy obstacles: Obstacles, _ found: [(index: Int32, pin: ItemPin)]
    ) throws(DataError) -> [(index: Int32, pin: ItemPin)] {
        guard !obstacles.isEmpty else { return found }
        let store = request.destination.name
        for folder in emptyFolders {
            guard let key = folder.key, let error = obstacles.refusal(of: key, in: store) else { continue }
            emptyFolders.removeAll { $0 == folder }
            refuse(folder.text, error)
        }
        var blocked: Set<Int> = []
        for index in 0..<items.count {
            guard let error = obstacles.refusal(of: try target(of: index), in: store) else { continue }
            blocked.insert(index)
            refuse(items.base.text + items.name(index), error)
            methodRuns.method(of: index).map { methods[$0, default: 1] -= 1 }
        }
        guard !blocked.isEmpty else { return found }
        methods = methods.filter { $0.value > 0 }
        items = items.without(blocked)
        var kept: [(index: Int32, pin: ItemPin)] = []
        let order = blocked.sorted()
        for (index, pin) in found where !blocked.contains(Int(index)) {
            kept.append((index - Int32(order.partitioningIndex { $0 > Int(index) }), pin))
        }
        return kept
    }

    /// Leaves out the special files whose new names are taken: they replace nothing, whatever the policy.
    mutating func refuseTakenNames() async throws(DataError) {
        guard !specialFiles.isEmpty else { return }
        let store = request.destination
        var targets: [DataKey] = []
        for index in 0..<specialFiles.count { targets.append(try DataKey(naming.target(specialFiles.name(index)))) }
        let obstacles = try await obstacles(to: targets)
        var blocked: Set<Int> = []
        for (index, (target, item)) in zip(targets, await store.read(targets)).enumerated() {
            var error = obstacles.refusal(of: target, in: store.name)
            if error == nil, case .success(.some) = item {
                error = DataError(
                    .exists, "An item of that name is there already.",
                    hint: "Both are left as they are; choose another name.", key: target.text, store: store.name)
            }
            guard let error else { continue }
            blocked.insert(index)
            refuse(specialFiles.base.text + specialFiles.name(index), error)
        }
        if !blocked.isEmpty { specialFiles = specialFiles.without(blocked) }
    }
}

/// How the items of a plan are copied, as stretches of their indices.
struct MethodRuns: Sendable {
    private var runs: [(end: Int, method: CopyPlan)] = []

    mutating func append(_ method: CopyPlan, upTo end: Int) {
        if runs.last?.method == method { runs[runs.count - 1].end = end } else { runs.append((end, method)) }
    }

    func method(of index: Int) -> CopyPlan? {
        let run = runs.partitioningIndex { $0.end > index }
        return run < runs.count ? runs[run].method : nil
    }
}

extension Array {
    /// The first index from which on `isLater` is true; all for which it is not come before.
    fileprivate func partitioningIndex(where isLater: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isLater(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension DataKey {
    /// The folders that the key lies in, each as the key of what might have its name, outermost first.
    fileprivate var foldersAbove: [DataKey] {
        text.utf8.indices.compactMap { index in
            text.utf8[index] == UInt8(ascii: "/") ? try? DataKey(String(text[..<index])) : nil
        }
    }
}

extension DataPrefix {
    /// The key of what has this folder's name and is none; `nil` for the root.
    fileprivate var key: DataKey? { try? DataKey(String(Substring(text.utf8.dropLast()))) }
}

extension DataError {
    fileprivate static func ontoSpecialFile(_ kind: ItemBatch.Kind, _ target: DataKey, in store: String) -> DataError {
        let what = kind == .other ? "Something that is no item" : "A \(kind.name)"
        return DataError(
            .exists, "\(what) of that name is there already.",
            hint: "Both are left as they are; choose another name, or rename or delete what is there first.",
            key: target.text, store: store, reason: "transfer.special_file")
    }

    fileprivate static func throughSpecialFile(
        _ kind: ItemBatch.Kind, _ target: DataKey, in store: String
    ) -> DataError {
        DataError(
            .exists, "A folder on its way there is a \(kind.name).",
            hint: "Links are not followed, and nothing is put in the place of one; it is left as it is.",
            key: target.text, store: store, reason: "transfer.special_file")
    }
}
