import Browser
import PersistyData
import PersistyTransfer
import TerminalUI
import Testing

/// Models to draw and to drive, made as the program makes them: by messages.
enum Sample {
    static let now = Timestamp(seconds: 1_795_458_840)  // 2026-11-23 18:34 UTC

    static let stores: [StoreEntry] = [
        StoreEntry(
            id: 0, name: "here", kind: "directory", location: "/srv/finance",
            capabilities: [.everyOperation, .rename, .folders, .etagIsMD5]),
        StoreEntry(
            id: 1, name: "vault", kind: "chunk", location: "/home/ada/.local/share/persisty/vault.sqlite",
            capabilities: [.everyOperation, .rename, .folders, .etagIsMD5, .listsAttributes, .listsETags]),
        StoreEntry(id: 2, name: "backup", kind: "directory", location: "/backup", capabilities: [.search, .etagIsMD5]),
        StoreEntry(
            id: 3, name: "nas", kind: "directory", location: "/nas", capabilities: .everyOperation,
            state: .unavailable(DataError(.unavailable, "The folder is not there."))),
    ]

    static let files: [(name: String, size: Int64, age: Int64)] = [
        ("2026-10-ledger.parquet", 432_851_904, 2 * 86_400), ("2026-11-ledger.parquet", 417_442_201, 33_000),
        ("audit.log", 7_549_747, 42_000), ("budget.xlsx", 90_521, 11 * 86_400), ("cover.png", 1_992_294, 24 * 86_400),
        ("export-0001.csv.gz", 63_963_136, 3 * 86_400), ("manifest.json", 3_174, 43_000),
        ("notes.md", 13_004, 4 * 86_400), ("schema.sql", 4_505, 400 * 86_400), ("日本語のファイル.txt", 12, 60),
    ]

    static func model(
        columns: Int = 120, rows: Int = 36, left: Place = Place(store: 0), right: Place = Place(store: 1)
    ) throws -> Model {
        let settings = Model.Settings(
            keymap: try Keymap<Action>.browser(), themes: ["terminal", "mono"], theme: "terminal")
        var model = Model(stores: stores, left: left, right: right, settings: settings, now: now)
        _ = model.update(.resized(Size(columns: columns, rows: rows)))
        _ = model.start()
        return model
    }

    /// Two panes with rows in them.
    static func filled(columns: Int = 120, rows: Int = 36) throws -> Model {
        var model = try model(columns: columns, rows: rows)
        list(files: files, folders: ["reports", "staging"], .left, in: &model)
        list(files: [files[0], files[2]], folders: ["archive"], .right, in: &model)
        return model
    }

    static func list(
        files: [(name: String, size: Int64, age: Int64)], folders: [String] = [], _ side: Side, in model: inout Model
    ) {
        var batch = ItemBatch()
        for folder in folders { batch.append(name: folder + "/", kind: .folder) }
        for file in files {
            batch.append(
                name: file.name, kind: .item, size: file.size, time: Timestamp(seconds: now.seconds - file.age),
                etag: etag(file.name))
        }
        let id = model.panes[side].listing.id
        _ = model.update(.listed(side, listing: id, batch))
        _ = model.update(.listingEnded(side, listing: id, .complete))
    }

    static func etag(_ name: String) -> ETag {
        var hasher = DigestHasher(.md5)
        Array(name.utf8).withUnsafeBytes { hasher.update($0) }
        return ETag(hasher.finish())
    }

    /// A transfer half-way through.
    static var running: TransferSnapshot {
        var status = transfer(.copy)
        status.state = .running
        (status.itemsTotal, status.itemsDone) = (3, 1)
        (status.bytesTotal, status.bytesDone, status.bytesPerSecond) = (857_000_000, 433_000_000, 142_000_000)
        (status.timeLeft, status.elapsed) = (.seconds(3), .seconds(3))
        status.current = [CurrentItem(index: 1, key: "2026-11-ledger.parquet", size: 417_442_201, done: 149_000)]
        return TransferSnapshot([status])
    }

    static func transfer(_ kind: TransferStatus.Kind, id: Int = 1) -> TransferStatus {
        TransferStatus(
            id: TransferID(id), kind: kind, sourceStore: "here", sourceFolder: .root, destinationStore: "vault",
            destinationFolder: .root, first: "2026-11-ledger.parquet", selected: 1)
    }
}

extension Model {
    /// Presses keys, in the configuration's notation, and gives the effects of all of them.
    @discardableResult
    mutating func press(_ keys: String...) throws -> [Effect] {
        var effects: [Effect] = []
        for notation in keys {
            for key in try Key.sequence(notation) { effects += update(.input(.key(key), over: nil, at: now)) }
        }
        return effects
    }

    @discardableResult
    mutating func type(_ text: String) -> [Effect] {
        text.unicodeScalars.flatMap { update(.input(.key(Key(.character($0))), over: nil, at: now)) }
    }

    /// Does something with the mouse on what is drawn there.
    @discardableResult
    mutating func mouse(
        _ action: Mouse.Action, _ column: Int, _ row: Int, _ modifiers: Key.Modifiers = [], after: Duration = .zero
    ) -> [Effect] {
        let point = Point(column: column, row: row)
        let target = view(self).target(at: point)
        let time = Timestamp(nanoseconds: now.nanoseconds + Int64(after / .nanoseconds(1)))
        return update(.input(.mouse(Mouse(action, at: point, modifiers)), over: target, at: time))
    }

    /// The name under the cursor of the focused pane.
    var cursorName: String? { pane.cursorRow.flatMap { pane.listing.name($0) } }

    /// The names a pane shows, in order.
    func names(_ side: Side = .left) -> [String] {
        panes[side].rows.map { String(decoding: panes[side].listing.nameBytes($0), as: UTF8.self) }
    }

    /// The names of a pane's marked rows.
    func markedNames(_ side: Side = .left) -> [String] {
        panes[side].rows.filter(panes[side].marks.contains).compactMap { panes[side].listing.name($0) }
    }

    /// Where on the screen something can be clicked.
    func point(of target: Target) -> Point? {
        let frame = view(self)
        for row in 0..<size.rows {
            for column in 0..<size.columns where frame.target(at: Point(column: column, row: row)) == target {
                return Point(column: column, row: row)
            }
        }
        return nil
    }

    /// Clicks on what is drawn for `target`.
    @discardableResult
    mutating func click(
        _ target: Target, _ modifiers: Key.Modifiers = [], after: Duration = .zero
    ) throws -> [Effect] {
        let point = try #require(self.point(of: target), "\(target) is not on the screen")
        return mouse(.pressed(.left), point.column, point.row, modifiers, after: after)
            + mouse(.released(.left), point.column, point.row, modifiers)
    }

    /// Presses on one thing, goes to another, and gives the effects of releasing there.
    mutating func drag(
        _ from: Target, to: Target, _ modifiers: Key.Modifiers = [], releases: Bool = true
    ) throws -> [Effect] {
        let start = try #require(self.point(of: from))
        let end = try #require(self.point(of: to))
        // A while after whatever was clicked before, so that it is no double click.
        mouse(.pressed(.left), start.column, start.row, modifiers, after: .seconds(1))
        mouse(.dragged(.left), start.column + Drag.threshold, start.row, modifiers)
        mouse(.dragged(.left), end.column, end.row, modifiers)
        return releases ? mouse(.released(.left), end.column, end.row, modifiers) : []
    }

    var screen: String { view(self).cells.description }
}

extension Sample {
    /// A left pane of so many rows `f000`, `f001`, ….
    static func long(_ count: Int, columns: Int = 120, rows: Int = 36) throws -> Model {
        var model = try model(columns: columns, rows: rows)
        let names = (0..<count).map { number in
            let digits = String(number)
            return (
                name: "f" + String(repeating: "0", count: 3 - digits.count) + digits, size: Int64(number),
                age: Int64(number)
            )
        }
        list(files: names, .left, in: &model)
        list(files: [], .right, in: &model)
        return model
    }

    /// A batch of names alone, as a directory gives them.
    static func names(_ names: [String]) -> ItemBatch {
        var batch = ItemBatch()
        for name in names {
            var name = name
            let kind: ItemBatch.Kind = name.hasSuffix("/") ? .folder : .item
            name.withUTF8 { batch.append(name: $0, kind: kind) }
        }
        return batch
    }
}
