public import PersistyData

/// Makes plans. Reads listings and nothing else; changes nothing.
public enum TransferPlanner {
    /// Finds out what `request` comes to. Cancelling the task stops it.
    ///
    /// - Parameter progress: Told now and then how much has been found.
    /// - Throws: what is wrong with the request as a whole; single items that cannot be transferred are
    ///   ``TransferPlan/refusals``.
    @concurrent
    public static func plan(
        _ request: TransferRequest, progress: (@Sendable (TransferPlanProgress) -> Void)? = nil
    ) async throws(DataError) -> TransferPlan {
        try await plan(request, renamesFolders: true, progress: progress)
    }

    @concurrent
    static func plan(
        _ request: TransferRequest, renamesFolders: Bool, progress: (@Sendable (TransferPlanProgress) -> Void)? = nil
    ) async throws(DataError) -> TransferPlan {
        try request.check()
        let selection = try Selection(request.selection, of: request.source, base: request.base)
        var plan = TransferPlan(request, try TargetNaming(request))
        plan.selectedFolders = selection.folders
        try plan.refuseFoldersIntoThemselves()

        var sample = MethodSample()
        try await selection.expand { (folder) throws(DataError) in
            sample.example = nil
            let target = try plan.target(of: folder)
            if request.isWithinOneStore, target == folder {
                plan.methods[.nothing, default: 0] += 1
                return false
            }
            guard try await !plan.refusesOntoSpecialFile(folder, target) else { return false }
            guard renamesFolders, plan.isRename, !folder.isRoot, !target.isRoot,
                try await !request.destination.hasFolder(target)
            else { return true }
            plan.folderRenames.append(FolderRename(from: folder, to: target))
            return false
        } _: { (step) throws(DataError) in
            try await plan.take(step)
            try await plan.countMethods(step, &sample)
            guard case .rows = step else { return }
            progress?(TransferPlanProgress(items: plan.items.count, bytes: plan.byteCount))
            await Task.yield()
        }
        progress?(TransferPlanProgress(items: plan.items.count, bytes: plan.byteCount))
        try await plan.findConflicts(in: selection)
        plan.tellLosses()
        plan.refused.sort()
        return plan
    }
}

/// How the rows of a folder are copied, as its first one tells.
private struct MethodSample {
    var counted = 0
    /// A row of the folder; `nil` until one was read.
    var example: CopyRequest? {
        didSet { bySize = [:] }
    }
    /// What is known of other sizes, by the power of two that they reach: stores change their ways just above one.
    private var bySize: [Int: CopyPlan] = [:]

    /// How the destination would copy an item as the example, with `size` bytes where they are known.
    mutating func method(size: Int64?, _ request: TransferRequest) -> CopyPlan {
        guard var example else { return .stream }
        if let size { example.item.size = size }
        let magnitude = Int64.bitWidth - max(0, example.item.size - 1).leadingZeroBitCount
        if let known = bySize[magnitude] { return known }
        let method = request.destination.plan(example, from: request.source)
        bySize[magnitude] = method
        return method
    }
}

extension TransferRequest {
    /// Refuses what no item of it could do.
    fileprivate func check() throws(DataError) {
        guard !destination.capabilities.isDisjoint(with: [.create, .update]) else {
            throw DataError(
                .unsupported, "The store “\(destination.name)” cannot be written to.", hint: "Nothing was changed.",
                store: destination.name)
        }
        guard kind == .copy || source.capabilities.contains(.delete) else {
            throw DataError(
                .unsupported, "Nothing can be deleted in “\(source.name)”, so nothing can be moved out of it.",
                hint: "Copy instead; nothing was changed.", store: source.name)
        }
    }
}

extension TransferPlan {
    fileprivate func target(of folder: DataPrefix) throws(DataError) -> DataPrefix {
        try DataPrefix(naming.target(String(Substring(folder.text.utf8.dropFirst(items.base.text.utf8.count)))))
    }

    fileprivate func refuseFoldersIntoThemselves() throws(DataError) {
        for folder in selectedFolders {
            let target = try target(of: folder)
            guard !isInside(folder, target) else {
                throw DataError(
                    .invalidKey, "A folder cannot be copied or moved into itself.", hint: "Nothing was changed.",
                    key: folder.text, store: request.source.name, reason: "transfer.into_itself")
            }
        }
    }

    /// Whether what is copied to `target` would come below `folder` of the source.
    private func isInside(_ folder: DataPrefix, _ target: DataPrefix) -> Bool {
        if request.isWithinOneStore { return target != folder && folder.contains(target) }
        guard let source = request.source.localPath(of: folder),
            let destination = request.destination.localPath(of: target)
        else { return false }
        return destination.utf8.count > source.utf8.count && destination.utf8.starts(with: source.utf8)
    }

    fileprivate mutating func take(_ step: SelectionStep) async throws(DataError) {
        switch step {
        case .item(let item):
            if let odd = admit(nameAfterBase(item.key), ItemPin(item)) { await judge([odd]) }
        case .special(let file): admitSpecial(nameAfterBase(file.key), ItemPin(file), file.kind)
        case .rows(let batch, let prefix):
            await judge(admit(batch, under: prefix))
        case .folder(let folder, let isEmpty):
            if request.kind == .move { emptied.append(folder) }
            guard isEmpty else { return }
            do throws(DataError) {
                let target = try target(of: folder)
                if !target.isRoot { emptyFolders.append(target) }
            } catch {
                refuse(folder.text, error)
            }
        case .failed(let failure): refused.add(failure)
        }
    }

    private func nameAfterBase(_ key: DataKey) -> String {
        String(Substring(key.text.utf8.dropFirst(items.base.text.utf8.count)))
    }

    /// Lets the destination judge keys that some stores cannot spell.
    private mutating func judge(_ odd: [OddRow]) async {
        guard !odd.isEmpty else { return }
        for (row, result) in zip(odd, await request.destination.read(odd.map(\.target))) {
            if case .failure(let error) = result, error.code == .invalidKey {
                refuse(items.base.text + row.name, error)
            } else {
                items.append(row.name, row.pin)
            }
        }
    }

    /// Asks the destination how it would copy: for each given item, and for the first of each selected folder.
    ///
    /// Rows of a listing do not say where their bytes lie, and a million of them are not read one by one to learn it.
    fileprivate mutating func countMethods(
        _ step: SelectionStep, _ sample: inout MethodSample
    ) async throws(DataError) {
        let added = items.count - sample.counted
        guard !isRename, added > 0 else { return }
        let first = sample.counted
        sample.counted = items.count
        if case .item(let item) = step {
            sample.example = CopyRequest(item, to: try target(of: first))
        } else if sample.example == nil,
            case .success(let item?)? = await request.source.read([try items.key(first)]).first
        {
            sample.example = CopyRequest(item, to: try target(of: first))
        }
        for index in first..<items.count {
            let method = sample.method(size: items.size(index), request)
            methods[method, default: 0] += 1
            methodRuns.append(method, upTo: index + 1)
        }
    }

    fileprivate mutating func tellLosses() {
        let destination = request.destination.capabilities
        if !items.isEmpty, request.source.capabilities.contains(.attributes), !destination.contains(.attributes) {
            losses.append(.attributes)
        }
        if request.source.capabilities.contains(.tags), !destination.contains(.copiesTags),
            methods.keys.contains(where: { !$0.keepsTags })
        {
            losses.append(.tags)
        }
        if !destination.contains(.folders), !emptyFolders.isEmpty {
            losses.append(.emptyFolders(emptyFolders.count))
            emptyFolders = []
        }
    }
}

extension CopyPlan {
    /// Whether the copy has the tags of the original: the service that keeps both gives it them.
    fileprivate var keepsTags: Bool {
        switch self {
        case .nothing, .service, .serviceParts: true
        case .clone, .kernel, .records, .parts, .stream: false
        }
    }
}
