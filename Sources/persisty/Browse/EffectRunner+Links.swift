import Browser
import Logging
import NIOPosix
import PersistyData

// Links are permissions: the log says that they were made, and never what they are.
extension EffectRunner {
    /// How long a signing waits for what is typed next.
    private static let typingPause = Duration.milliseconds(150)

    func sign(_ id: Int, _ storeID: StoreID, _ order: LinkOrder, soon: Bool) async {
        if !soon {
            try? await Task.sleep(for: Self.typingPause)
            guard !Task.isCancelled else { return }
        }
        do throws(DataError) {
            let factory = try await links.factory(of: storeID)
            let signed = try await signed(order, by: factory)
            guard !Task.isCancelled else { return }
            post(.signed(id, .success(signed), isServedHere: factory.isServedHere))
        } catch {
            guard !Task.isCancelled else { return }
            post(.signed(id, .failure(error)))
        }
    }

    private func signed(_ order: LinkOrder, by factory: LinkFactory) async throws(DataError) -> SignedLinks {
        do throws(DataError) {
            switch order {
            case .addresses(let links): return try .addresses(of: links, await factory.urls(for: links, nil))
            case .form(let policy): return .form(try await factory.uploadForm(policy, nil))
            case .open(let keys): return .open(keys.compactMap { factory.openAddress($0) })
            }
        } catch {
            throw factory.explained(error)
        }
    }

    /// Writes links to a file that is made for them.
    func saveLinks(_ id: Int, _ text: String, _ path: String) async {
        let file = places.absolute(path)
        do {
            try await threads.runIfActive { try PrivateFile.create(file, text) }
            logger.info("links saved", metadata: ["file": "\(file)"])
            post(.linksSaved(id, .success(file)))
        } catch {
            post(.linksSaved(id, .failure(DataError(error))))
        }
    }

    /// Looks for an item until it is there: each second at first, less often after a while.
    ///
    /// - Parameter replacing: Whether another item in the place of one that is there has arrived too.
    func watch(_ id: Int, _ storeID: StoreID, _ key: DataKey, replacing: Bool) async {
        do throws(DataError) {
            let store = try await stores.store(storeID)
            let former = try await store.read(key)
            if former != nil, !replacing {
                post(.watched(id, .occupied))
                return
            }
            var looks = 0
            while !Task.isCancelled {
                try? await Task.sleep(for: looks < 60 ? .seconds(1) : .seconds(5))
                guard !Task.isCancelled else { return }
                looks += 1
                guard var item = try await store.read(key), !item.isSame(as: former) else { continue }
                logger.info("item arrived", metadata: ["store": "\(store.name)", "key": "\(key.text)"])
                if item.etag == nil { item.etag = try? await store.etag(of: item, progress: nil) }
                post(.watched(id, .arrived(item)))
                return
            }
        } catch {
            guard !Task.isCancelled else { return }
            post(.watched(id, .failed(error)))
        }
    }
}

extension DataItem {
    /// Whether this is `former`, as far as a store tells.
    fileprivate func isSame(as former: DataItem?) -> Bool {
        former.map { etag == $0.etag && updatedAt == $0.updatedAt && size == $0.size } ?? false
    }
}

extension PlaceResolver {
    /// `path` from the root on, as a person typed it.
    func absolute(_ path: String) -> String {
        if path == "~" || path.hasPrefix("~/") { return home + path.dropFirst() }
        return path.hasPrefix("/") ? path : currentDirectory + "/" + path
    }
}
