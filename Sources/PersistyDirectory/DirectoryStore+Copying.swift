import CLinux
import Glibc
public import PersistyData

extension DirectoryStore {
    public func plan(_ request: CopyRequest, from source: any DataStore) -> CopyPlan {
        guard case .file(let device, _) = request.item.location, request.options.expected == nil else {
            return .stream
        }
        if let source = source as? DirectoryStore, source === self, request.key == request.item.key { return .nothing }
        if CloneMemory.shared.works(from: device, to: root.device) == true { return .clone }
        return device == root.device ? .kernel : .stream
    }

    public func copy(
        _ requests: [CopyRequest], from source: any DataStore
    ) async -> [Result<Copied, DataError>] {
        // Many small files are worth two threads.
        let middle = requests.count >= 16 ? requests.count / 2 : requests.count
        async let second = part(requests[middle...], from: source)
        let first = await part(requests[..<middle], from: source)
        let outcomes = first + (await second)
        var streamed = await byContents(
            zip(requests, outcomes).compactMap { request, outcome in
                if case .streams = outcome { request } else { nil }
            }, from: source)[...]
        return outcomes.map { outcome in
            switch outcome {
            case .copied(let copied): .success(copied)
            case .failed(let error): .failure(error)
            case .streams: streamed.popFirst() ?? .failure(.noAnswer(store: name))
            }
        }
    }

    private enum Outcome: Sendable {
        case copied(Copied)
        case failed(DataError)
        /// There is no file to copy from.
        case streams
    }

    private func part(_ requests: ArraySlice<CopyRequest>, from source: any DataStore) async -> [Outcome] {
        if requests.isEmpty { return [] }
        // Whoever is held back sleeps on threads that nobody else waits for.
        let threads = requests.contains { $0.pacing != nil } ? Self.pacedThreads : threads
        do throws(DataError) {
            return try await threads.run { (cancellation) throws(DataError) in
                var placement = Placement(root: self.root, store: self.name)
                let memory = CopyBuffer()
                return requests.map { request in
                    do throws(DataError) {
                        try cancellation.check(key: request.item.key.text, store: self.name)
                        let copied = try self.copyFile(request, from: source, &placement, memory, cancellation)
                        return copied.map(Outcome.copied) ?? .streams
                    } catch {
                        return .failed(error)
                    }
                }
            }
        } catch {
            return requests.map { _ in .failed(error) }
        }
    }

    /// Copies from file to file; `nil` when the source's bytes lie in no file, or must be hashed on their way.
    private func copyFile(
        _ request: CopyRequest, from source: any DataStore, _ placement: inout Placement, _ memory: CopyBuffer,
        _ cancellation: Cancellation
    ) throws(DataError) -> Copied? {
        let (key, options) = (request.key, request.options)
        let path = try ItemPath(key, store: name)
        if request.replacesAttributes { try check(options, key) }
        guard options.expected == nil, let number = try source.openFile(of: request.item) else { return nil }
        let original = Descriptor(owning: number)
        let condition = try placementCondition(options.condition, key, path, cancellation)
        // Where nothing may be, the placing itself finds what is: a look before only spares the copying of much.
        let looks = options.condition != .absent || request.item.size > CopyBuffer.size
        let former = looks ? try placement.status(path) : nil
        if case .absent = condition, former != nil { throw placement.failure(SystemError(EEXIST), path) }
        if case .present = condition, former == nil { throw .notFound(key, store: name) }
        let status: FileStatus
        do throws(SystemError) {
            status = try original.status()
        } catch {
            throw failure(error, "The item could not be read", request.item.key.text)
        }
        guard status.size == request.item.size else { throw .replacedSince(request.item.key, store: source.name) }
        if let former, former.device == status.device, former.inode == status.inode {
            if request.replacesAttributes { try checkInPlace(options.attributes, key) }
            return Copied(item: item(key, former), plan: .nothing, verification: .shared)
        }
        let file = try placement.stage(for: path)
        let (plan, verification): (CopyPlan, Verification)
        do throws(SystemError) {
            let copy = FileCopy(
                source: original, status: status, target: file.descriptor, device: root.device, threads: threads,
                memory: memory, cancellation: cancellation, progress: request.progress, pacing: request.pacing)
            (plan, verification) = try copy.run(verifies: request.verifies)
            try SystemError.check(persisty_set_mode(file.descriptor.number, status.permissions & 0o777))
            let time = request.replacesAttributes ? options.attributes.modifiedAtSource ?? .now : nil
            let modified = time?.nanoseconds ?? status.modified
            try SystemError.check(persisty_set_modified(file.descriptor.number, modified))
            if options.durable { try SystemError.check(persisty_sync(file.descriptor.number)) }
        } catch {
            throw copyFailure(error, request, path)
        }
        try cancellation.check(key: request.item.key.text, store: name)
        guard try placement.place(file, at: path, condition, keepsMode: false, durable: options.durable) == .done else {
            throw .replacedSince(key, store: name)
        }
        return copied(request, status, file, plan, verification)
    }

    /// Nothing of a file that is already there can be given other attributes: its type follows from its name.
    private func checkInPlace(_ attributes: DataAttributes, _ key: DataKey) throws(DataError) {
        guard let type = attributes.contentType, type != ContentType.ofName(key.text) else { return }
        throw .unsupported(
            "The type of a file follows from its name and content; a directory keeps no other.",
            hint: "Nothing was changed. Rename the file to give it another type.", key: key.text, store: name)
    }

    private func copied(
        _ request: CopyRequest, _ status: FileStatus, _ file: StagedFile, _ plan: CopyPlan,
        _ verification: Verification
    ) -> Copied {
        let placed = (try? file.descriptor.status()) ?? status
        // The source is the version that its store told the digest of.
        if let digest = request.item.digest(.md5), request.item.version == status.fingerprint.version,
            placed.size == status.size
        {
            etags.remember(digest, of: placed.fingerprint)
            let type = ContentType.ofName(request.key.text)
            return Copied(
                item: item(request.key, placed.fingerprint, digest, type), plan: plan, verification: verification)
        }
        return Copied(item: item(request.key, placed), plan: plan, verification: verification)
    }

    private func copyFailure(_ error: SystemError, _ request: CopyRequest, _ path: ItemPath) -> DataError {
        switch error.number {
        case ECANCELED: .cancelled(key: request.item.key.text, store: name)
        case ESTALE: .changedWhileRead(request.item.key.text, store: name)
        case EBADMSG:
            DataError(
                .corrupt, "What the copy holds is not what was read from the source.",
                hint: "Nothing was stored; try again, and look at memory and disk.", key: path.text, store: name,
                retry: .now)
        default: writeFailure(error, path, root: root, store: name)
        }
    }
}
