import Browser
import Logging
import NIOCore
import PersistyData
import PersistyTransfer
import TerminalUI

extension EffectRunner {
    func inspect(_ id: Int, _ storeID: StoreID, _ key: DataKey) async {
        do throws(DataError) {
            let store = try await stores.store(storeID)
            guard var item = try await store.read(key) else {
                guard let file = try await store.specialFile(key) else { throw .notFound(key, store: store.name) }
                let facts = try await store.facts(of: file)
                return post(.inspected(id, .success(Inspection(item: nil, special: file, facts: facts))))
            }
            let facts = try await store.facts(of: item)
            post(.inspected(id, .success(Inspection(item: item, facts: facts))))
            guard item.etag == nil, let etag = try await store.etag(of: item, progress: nil) else { return }
            item.etag = etag
            post(.inspected(id, .success(Inspection(item: item, facts: facts))))
        } catch {
            guard !Task.isCancelled else { return }
            post(.inspected(id, .failure(error)))
        }
    }

    /// All digests in one reading of the content.
    func digest(_ id: Int, _ storeID: StoreID, _ item: DataItem, _ algorithms: [Digest.Algorithm]) async {
        do throws(DataError) {
            let store = try await stores.store(storeID)
            let reader = try await store.reader(of: item)
            var hashers = algorithms.map { ($0, DigestHasher($0)) }
            var read: Int64 = 0
            var told = ContinuousClock.now
            while let buffer = try await reader.next() {
                guard !Task.isCancelled else { return }
                for index in hashers.indices { hashers[index].1.update(buffer) }
                read += Int64(buffer.readableBytes)
                guard told.duration(to: .now) > .milliseconds(150) else { continue }
                told = .now
                for algorithm in algorithms { post(.digesting(id, algorithm, bytes: read)) }
            }
            for (algorithm, hasher) in hashers { post(.digested(id, algorithm, .success(hasher.finish()))) }
        } catch {
            guard !Task.isCancelled else { return }
            for algorithm in algorithms { post(.digested(id, algorithm, .failure(error))) }
        }
    }

    func view(
        _ id: Int, _ storeID: StoreID, _ key: DataKey, _ item: DataItem?, _ offset: Int64, _ count: Int
    ) async {
        do throws(DataError) {
            let store = try await stores.store(storeID)
            let found: DataItem
            if let item {
                found = item
            } else {
                guard let item = try await store.read(key) else { throw .notFound(key, store: store.name) }
                found = item
            }
            guard offset < found.size else {
                post(.viewed(id, .success(ViewedBytes(offset: offset, bytes: [], item: found))))
                return
            }
            let reader = try await store.reader(of: found, range: .bytes(offset..<(offset + Int64(count))))
            let bytes = try await reader.collect(upTo: count)
            post(.viewed(id, .success(ViewedBytes(offset: offset, bytes: Array(bytes.readableBytesView), item: found))))
        } catch {
            guard !Task.isCancelled else { return }
            post(.viewed(id, .failure(error)))
        }
    }

    func rename(_ place: Browser.Place, _ selected: Selected, _ name: String) async {
        await reporting { () throws(DataError) in
            let store = try await stores.store(place.store)
            switch selected {
            case .item(let key), .special(let key, _):
                let target = try key.folder.appending(name)
                try await store.rename(key, to: target)
                noteRename(store, key.text, target.text)
                post(.said(Notice(.success, "Renamed to “\(name)”.")))
            case .folder(let folder):
                let target = try (folder.parent ?? .root).appending(folder: name)
                try await store.renameFolder(folder, to: target)
                noteRename(store, folder.text, target.text)
                post(.said(Notice(.success, "Renamed the folder to “\(name)”.")))
            }
            post(.changed([place]))
        }
    }

    private func noteRename(_ store: any DataStore, _ key: String, _ target: String) {
        logger.info("renamed", metadata: ["store": "\(store.name)", "key": "\(key)", "to": "\(target)"])
    }

    func createFolder(_ place: Browser.Place, _ name: String) async {
        await reporting { () throws(DataError) in
            let store = try await stores.store(place.store)
            let folder = try place.prefix.appending(folder: name)
            try await store.createFolder(folder)
            logger.info("folder made", metadata: ["store": "\(store.name)", "key": "\(folder.text)"])
            post(.said(Notice(.success, "Made the folder “\(name)”.")))
            post(.changed([place]))
        }
    }
}
