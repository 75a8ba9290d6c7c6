import PersistyData
import TerminalUI

extension Model {
    mutating func handleInspection(_ message: Message) -> [Effect] {
        switch message {
        case .inspected(let id, let result):
            guard inspector?.id == id else { return [] }
            switch result {
            case .success(let inspection):
                if inspector?.inspection?.item?.isSameVersion(as: inspection.item) == false { inspector?.digests = [:] }
                inspector?.inspection = inspection
                if let etag = inspection.item?.etag, let inspector, panes[focus].listing.id == inspector.listing {
                    panes[focus].listing.etags[inspector.row] = etag
                }
                if inspector?.wantsDigests == true {
                    inspector?.wantsDigests = false
                    return digestCursor()
                }
            case .failure(let error): inspector?.failure = error
            }
        case .digesting(let id, let algorithm, let bytes):
            guard inspector?.id == id else { return [] }
            inspector?.digests[algorithm] = .underWay(bytes: bytes)
        case .digested(let id, let algorithm, let result):
            guard inspector?.id == id else { return [] }
            switch result {
            case .success(let digest): inspector?.digests[algorithm] = .known(digest)
            case .failure(let error): inspector?.digests[algorithm] = .failed(error)
            }
        case .viewed(let id, let result):
            guard case .viewer(var viewer) = sheet, viewer.id == id else { return [] }
            switch result {
            case .success(let viewed):
                viewer.take(viewed)
                viewer.alignEnd(columns: size.columns, rows: size.rows - 2)
            case .failure(let error): viewer.fail(error)
            }
            sheet = .viewer(viewer)
            return readForViewer()
        default: break
        }
        return []
    }

    /// Makes all digests of the item under the cursor, in the inspector.
    mutating func digestCursor() -> [Effect] {
        var effects: [Effect] = []
        if inspector == nil { effects += inspectCursor() }
        // What is a folder, a link or a device has no content; what is not looked at yet gets its digests then.
        guard let inspector, let item = inspector.inspection?.item else {
            if let inspector, panes[focus].listing.key(inspector.row) != nil, inspector.inspection == nil,
                inspector.failure == nil
            {
                self.inspector?.wantsDigests = true
            } else {
                say(.info, "Only items have content to make digests of.")
            }
            return effects
        }
        guard !inspector.digests.values.contains(where: \.isUnderWay) else { return effects }
        for algorithm in Digest.Algorithm.allCases { self.inspector?.digests[algorithm] = .underWay(bytes: 0) }
        return effects + [.digest(inspector.id, inspector.place.store, item, Digest.Algorithm.allCases)]
    }

    mutating func handle(_ key: Key, _ viewer: Viewer) -> [Effect] {
        var viewer = viewer
        let columns = size.columns
        switch key.code {
        case .function(4), .character("x"), .tab:
            viewer.setMode(viewer.mode == .text ? .hex : .text, columns: columns)
        case .function(3): return closeSheet()
        default:
            switch scrolling(key) {
            case .lines(let lines): viewer.scroll(by: lines, columns: columns)
            case .start: viewer.goToStart()
            case .end: viewer.goToEnd(columns: columns, rows: size.rows - 2)
            case .close: return closeSheet()
            case nil: break
            }
        }
        sheet = .viewer(viewer)
        return readForViewer()
    }

    /// Reads the stretch that the viewer needs and does not have.
    private mutating func readForViewer() -> [Effect] {
        guard case .viewer(var viewer) = sheet, !viewer.isReading, viewer.failure == nil,
            let wanted = viewer.neededStretch(columns: size.columns, rows: size.rows - 2)
        else { return [] }
        viewer.begin(wanted)
        sheet = .viewer(viewer)
        return [
            .view(
                viewer.id, viewer.store, viewer.key, item: viewer.item, offset: wanted.lowerBound, count: wanted.count)
        ]
    }
}

extension Inspector.Digesting {
    var isUnderWay: Bool { if case .underWay = self { true } else { false } }
}

extension DataItem {
    /// Whether nothing tells that the bytes may have changed.
    func isSameVersion(as other: DataItem?) -> Bool {
        guard let other else { return false }
        return key == other.key && size == other.size && updatedAt == other.updatedAt && version == other.version
    }
}
