import Browser
import PersistyData
import PersistyTransfer

extension EffectRunner {
    func plan(_ id: Int, _ order: TransferOrder) async {
        do throws(DataError) {
            let source = try await stores.store(order.from.store)
            let destination: any DataStore
            let folder: DataPrefix
            var name: String?
            switch order.to {
            case .place(let place):
                destination = try await stores.store(place.store)
                folder = place.prefix
            case .text(let text):
                let place = try await places.place(text, base: order.from)
                destination = try await stores.store(place.store)
                (folder, name) = try place.target(isSingle: order.selection.count == 1)
            }
            var request = TransferRequest(
                order.kind == .copy ? .copy : .move, order.selection.map(\.source), of: source, base: order.from.prefix,
                to: destination, folder: folder, name: name)
            request.policy = .skip
            request.refusals = order.refusals
            let plan = try await TransferPlanner.plan(request) { [post] progress in
                post(.planning(id, items: progress.items, bytes: progress.bytes))
            }
            post(.planned(id, .success(plan)))
        } catch {
            guard !Task.isCancelled else { return }
            post(.planned(id, .failure(error)))
        }
    }

    func planDeletion(
        _ id: Int, _ place: Browser.Place, _ selected: [Selected], refusing refused: Refusals
    ) async {
        do throws(DataError) {
            let store = try await stores.store(place.store)
            let plan = try await DeletionPlanner.plan(
                store, selected.map(\.source), base: place.prefix, refusing: refused
            ) { [post] progress in
                post(.planning(id, items: progress.items, bytes: progress.bytes))
            }
            post(.deletionPlanned(id, .success(plan)))
        } catch {
            guard !Task.isCancelled else { return }
            post(.deletionPlanned(id, .failure(error)))
        }
    }

    func open(_ side: Side, _ text: String, _ base: Browser.Place) async {
        await reporting { () throws(DataError) in
            let found = try await places.place(text, base: base)
            guard let entry = await stores.entry(found.store) else { return }
            let folder = try await found.folder(in: try await stores.store(found.store))
            post(.pathOpened(side, entry, folder.prefix, cursor: folder.cursor))
        }
    }

    /// Goes on above the root of a directory store: to a store rooted at the folder above.
    func openAbove(_ side: Side, _ id: StoreID) async {
        await reporting { () throws(DataError) in
            guard let path = await stores.entry(id)?.location, path != "/" else {
                throw DataError(.notFound, "There is nothing above the root of the file system.")
            }
            let slash = path.lastIndex(of: "/") ?? path.startIndex
            let above = slash == path.startIndex ? "/" : String(path[..<slash])
            let (entry, _) = try await stores.folder(above)
            post(.pathOpened(side, entry, .root, cursor: String(path[path.index(after: slash)...]) + "/"))
        }
    }
}

extension Selected {
    var source: TransferSource {
        switch self {
        case .item(let key), .special(let key, _): .key(key)
        case .folder(let folder): .folder(folder)
        }
    }
}
