import Browser
import Logging
import PersistyData
import PersistyTransfer
import TerminalUI

extension EffectRunner {
    /// The most items that are described at once.
    private static let mostDescribed = 1000

    func readAttributes(_ id: Int, _ storeID: StoreID, _ keys: [DataKey]) async {
        do throws(DataError) {
            guard keys.count <= Self.mostDescribed else {
                throw DataError(
                    .tooLarge, "Those are \(keys.count) items; at most \(Self.mostDescribed) can be changed at once.",
                    hint: "Mark fewer.")
            }
            let store = try await stores.store(storeID)
            var items: [DataItem] = []
            for (key, result) in zip(keys, await store.read(keys)) {
                guard var item = try result.get() else { throw .notFound(key, store: store.name) }
                if item.attributes == nil { item.attributes = try await store.read(key)?.attributes }
                items.append(item)
            }
            post(.attributesRead(id, .success(await described(items, store))))
        } catch {
            guard !Task.isCancelled else { return }
            post(.attributesRead(id, .failure(error)))
        }
    }

    /// The items with their tags; what a service says of tags is no reason not to show the rest.
    private func described(_ items: [DataItem], _ store: any DataStore) async -> [DescribedItem] {
        guard store.capabilities.contains(.tags) else { return items.map { DescribedItem($0) } }
        var described = items.map { DescribedItem($0) }
        var start = 0
        while start < items.count {
            let end = min(items.count, start + 32)
            await withTaskGroup(of: (Int, [DataTag]?).self) { group in
                for index in start..<end { group.addTask { (index, try? await store.tags(of: items[index])) } }
                for await (index, tags) in group { described[index].tags = tags }
            }
            start = end
        }
        return described
    }

    func changeAttributes(
        _ id: Int, _ place: Browser.Place, _ items: [DescribedItem], _ edit: AttributeEdit
    ) async {
        var done = 0
        var failures: [TransferFailure] = []
        do throws(DataError) {
            let store = try await stores.store(place.store)
            let tags = try edit.tags()
            let stretch = max(1, store.limits.copyBatch)
            var rest = items[...]
            while !rest.isEmpty, !Task.isCancelled {
                let some = Array(rest.prefix(stretch))
                rest.removeFirst(some.count)
                for (item, result) in zip(some, await change(some, edit, tags, in: store)) {
                    switch result {
                    case .success: done += 1
                    case .failure(let error): failures.append(TransferFailure(key: item.item.key.text, error: error))
                    }
                }
                post(.attributesChanging(id, done: done + failures.count))
            }
            logger.info(
                "attributes changed",
                metadata: ["store": "\(store.name)", "items": "\(done)", "failed": "\(failures.count)"])
        } catch {
            failures.append(TransferFailure(key: "", error: error))
        }
        post(.attributesChanged(id, place, done: done, failures))
    }

    private func change(
        _ items: [DescribedItem], _ edit: AttributeEdit, _ tags: [DataTag]?, in store: any DataStore
    ) async -> [Result<DataItem, DataError>] {
        var results = items.map { Result<DataItem, DataError>.success($0.item) }
        if edit.changesAttributes {
            var requests: [CopyRequest] = []
            var indices: [Int] = []
            for (index, item) in items.enumerated() {
                do throws(DataError) {
                    var request = CopyRequest(item.item)
                    request.replacesAttributes = true
                    request.options.attributes = try edit.applied(to: item.item.attributes ?? DataAttributes())
                    requests.append(request)
                    indices.append(index)
                } catch {
                    results[index] = .failure(error)
                }
            }
            for (index, result) in zip(indices, await store.copy(requests, from: store)) {
                results[index] = Result { () throws(DataError) in
                    let copied = try result.get()
                    guard copied.lostAttributes.isEmpty else {
                        throw .renamed(copied.lostAttributes, copied.item.key, store: store.name)
                    }
                    return copied.item
                }
            }
        }
        guard let tags else { return results }
        for (index, result) in results.enumerated() {
            do throws(DataError) { try await store.setTags(tags, of: try result.get()) } catch {
                results[index] = .failure(error)
            }
        }
        return results
    }

    func measure(_ id: Int, _ place: Browser.Place, _ selection: [Selected]) async {
        var total = MeasuredTotal()
        do throws(DataError) {
            let store = try await stores.store(place.store)
            var told = ContinuousClock.now
            for selected in selection {
                switch selected {
                case .item(let key):
                    guard let item = try await store.read(key) else { continue }
                    total.add(item.size, storageClass: nil)
                case .folder(let folder):
                    for try await batch in store.list(DataQuery(prefix: folder.text), attributes: true) {
                        for row in 0..<batch.count where batch.kind(row) == .item {
                            total.add(batch.size(row) ?? 0, storageClass: batch.storageClass(row))
                        }
                        guard told.duration(to: .now) > .milliseconds(100) else { continue }
                        told = .now
                        post(.measured(id, total))
                    }
                case .special: break
                }
            }
            total.state = .complete
        } catch {
            guard !Task.isCancelled else { return }
            total.state = .failed(error)
        }
        post(.measured(id, total))
    }
}

extension DataError {
    fileprivate static func renamed(_ names: [String], _ key: DataKey, store: String) -> DataError {
        DataError(
            .unsupported,
            "The item was changed, but the service keeps metadata under other names than these: "
                + "\(names.joined(separator: ", ")).",
            hint: "See what it has with i; names of a–z, 0–9 and - are kept everywhere.", key: key.text, store: store)
    }
}
