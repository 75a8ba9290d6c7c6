import Browser
import PersistyData
import TerminalUI
import Testing

@Suite struct `The order of rows` {
    @Test func `is by each column, folders first, and reversed when chosen again`() throws {
        var model = try Sample.filled()
        try model.press("s s")
        #expect(
            model.names().prefix(4) == ["reports/", "staging/", "2026-10-ledger.parquet", "2026-11-ledger.parquet"])
        try model.press("s s")
        #expect(model.names().prefix(3) == ["reports/", "staging/", "日本語のファイル.txt"])
        try model.press(", m")
        #expect(model.names()[2] == "日本語のファイル.txt")
        try model.press("s n", "s n")
        #expect(model.names().prefix(3) == ["staging/", "reports/", "日本語のファイル.txt"])
        #expect(model.screen.contains("Name ▼"))
    }

    @Test func `is chosen by a click on a header`() throws {
        var model = try Sample.filled()
        try model.click(.header(.right, .size))
        #expect(model.focus == .right && model.panes.right.arrangement.sort == Sort(.size, descending: true))
        #expect(model.names(.right) == ["archive/", "2026-10-ledger.parquet", "audit.log"])
        try model.click(.header(.right, .size))
        #expect(model.names(.right) == ["archive/", "audit.log", "2026-10-ledger.parquet"])
        #expect(model.panes.left.arrangement.sort == Sort())
    }

    @Test func `by size says how much it knows until it knows all`() throws {
        var model = try Sample.model()
        let id = model.panes.left.listing.id
        let batches = [Sample.names((0..<60).map { "a\($0)" }), Sample.names((0..<40).map { "b\($0)" })]
        for batch in batches { _ = model.update(.listed(.left, listing: id, batch)) }
        _ = model.update(.listingEnded(.left, listing: id, .complete))
        try model.press("s s")
        #expect(model.screen.contains("Size known of 0 %"))
        for (index, batch) in batches.enumerated() {
            var filled = batch
            let sizes = (0..<Int64(batch.count)).map { $0 * 2 + Int64(index) }
            filled.setAttributes(sizes: sizes, times: sizes)
            _ = model.update(.attributed(.left, listing: id, batch: index, rows: nil, filled))
            #expect(model.screen.contains("Size known of 60 %") == (index == 0))
        }
        #expect(!model.screen.contains("known of"))
        #expect(model.names().prefix(3) == ["a59", "a58", "a57"])
    }

    @Test(arguments: Column.allCases, [false, true])
    func `is the same in pieces as all at once, and the same as sorting plainly`(
        column: Column, isDescending: Bool
    ) throws {
        var random = Splits(state: 7)
        var listing = Listing(id: 1, place: Place(store: 0))
        var pieces: [Row]?
        var arrangement = Arrangement()
        arrangement.sort = Sort(column, descending: isDescending)
        let prefixes = ["", "report-", "report-2026-", "日本", "a.b."]
        for _ in 0..<40 {
            var batch = ItemBatch()
            let count = Int.random(in: 0...500, using: &random)
            for _ in 0..<count {
                var name = Array(prefixes.randomElement(using: &random).map(\.utf8) ?? "".utf8)
                name += (0..<Int.random(in: 1...12, using: &random)).map { _ in
                    UInt8.random(in: 46...250, using: &random)
                }
                if Bool.random(using: &random) {
                    name += Array(".parquet\(Int.random(in: 0...3, using: &random))".utf8)
                }
                let kind: ItemBatch.Kind =
                    [.item, .item, .item, .folder, .link].randomElement(using: &random) ?? .item
                if kind == .folder { name.append(UInt8(ascii: "/")) }
                name.withUnsafeBufferPointer { batch.append(name: $0, kind: kind) }
            }
            var etags: [Int32: ETag] = [:]
            for row in 0..<Int32(count) where Bool.random(using: &random) {
                etags[row] = ETag("same-beginning-\(UInt8.random(in: 0...30, using: &random))")
            }
            batch.setAttributes(
                sizes: (0..<count).map { _ in Int64.random(in: -1...40, using: &random) },
                times: (0..<count).map { _ in
                    Bool.random(using: &random) ? ItemBatch.unknownTime : Int64.random(in: -9...9, using: &random)
                },
                etags: etags)
            let covered = listing.count
            listing.append(batch)
            pieces = arrangement.rows(of: listing, former: pieces.map { ($0, covered) })
        }
        let whole = arrangement.rows(of: listing)
        let plain = (0..<Row(listing.count)).sorted { Plain(column, isDescending, listing).precedes($0, $1) }
        #expect(whole.count == listing.count)
        #expect(names(whole, listing) == names(plain, listing))
        #expect(names(try #require(pieces), listing) == names(plain, listing))
    }

    @Test func `of two hundred thousand rows is the same in pieces as all at once`() throws {
        var random = Splits(state: 3)
        var listing = Listing(id: 1, place: Place(store: 0))
        var pieces: [Row] = []
        for _ in 0..<5 {
            var batch = ItemBatch()
            for _ in 0..<40_000 {
                let name = "part-\(UInt32.random(in: 0...999_999, using: &random)).parquet"
                Array(name.utf8).withUnsafeBufferPointer { batch.append(name: $0, kind: .item) }
            }
            let covered = listing.count
            listing.append(batch)
            pieces = Arrangement().rows(of: listing, former: covered == 0 ? nil : (pieces, covered))
        }
        let whole = Arrangement().rows(of: listing)
        #expect(whole.count == 200_000 && Set(pieces).count == 200_000)
        for (one, other) in zip(whole, pieces) where one != other {
            #expect(listing.nameBytes(one).elementsEqual(listing.nameBytes(other)))
        }
        for index in 1..<whole.count {
            let isAfter = listing.nameBytes(whole[index]).lexicographicallyPrecedes(listing.nameBytes(whole[index - 1]))
            if isAfter { #expect(Bool(false), "row \(index)") }
        }
    }

    private func names(_ rows: [Row], _ listing: Listing) -> [[UInt8]] { rows.map { Array(listing.nameBytes($0)) } }

    /// The order as a person would describe it.
    private struct Plain {
        let column: Column
        let isDescending: Bool
        let listing: Listing

        init(_ column: Column, _ isDescending: Bool, _ listing: Listing) {
            (self.column, self.isDescending, self.listing) = (column, isDescending, listing)
        }

        func precedes(_ left: Row, _ right: Row) -> Bool {
            let groups = [left, right].map { listing.kind($0) == .folder ? 0 : 1 }
            if groups[0] != groups[1] { return groups[0] < groups[1] }
            let order = compared(left, right)
            if order != 0 { return isDescending ? order > 0 : order < 0 }
            return listing.nameBytes(left).lexicographicallyPrecedes(listing.nameBytes(right))
        }

        private func compared(_ left: Row, _ right: Row) -> Int {
            switch column {
            case .name: sign(listing.nameBytes(left), listing.nameBytes(right))
            case .size: sign([listing.size(left) ?? -1], [listing.size(right) ?? -1])
            case .modified: sign([listing.time(left)?.nanoseconds ?? .min], [listing.time(right)?.nanoseconds ?? .min])
            case .etag: sign(tag(left), tag(right))
            case .storageClass:
                sign(Array((listing.storageClass(left) ?? "").utf8), Array((listing.storageClass(right) ?? "").utf8))
            case .type: sign(ending(left), ending(right))
            }
        }

        private func sign<Value: Comparable>(_ left: some Sequence<Value>, _ right: some Sequence<Value>) -> Int {
            left.lexicographicallyPrecedes(right) ? -1 : right.lexicographicallyPrecedes(left) ? 1 : 0
        }

        /// Rows without one come last.
        private func tag(_ row: Row) -> [UInt8] { listing.etag(row).map { Array($0.value.utf8) } ?? [255] }

        private func ending(_ row: Row) -> [UInt8] {
            let name = Array(listing.nameBytes(row))
            guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return [] }
            return Array(name[(dot + 1)...])
        }
    }
}

@Suite struct `Finding and filtering` {
    @Test func `shows only names that hold the text, and Esc shows all again`() throws {
        var model = try Sample.filled()
        try model.press("f")
        model.type("led")
        #expect(model.names() == ["2026-10-ledger.parquet", "2026-11-ledger.parquet"])
        try model.press("escape")
        #expect(model.lineInput == nil && model.names().count == 12)
        try model.press("f")
        model.type("led")
        try model.press("enter", "escape")
        #expect(model.names().count == 12)
    }

    @Test func `does not mind capitals unless one is typed`() throws {
        var model = try Sample.model()
        _ = model.update(
            .listed(.left, listing: model.panes.left.listing.id, Sample.names(["Readme", "readme", "other"])))
        try model.press("f")
        model.type("read")
        #expect(model.names() == ["Readme", "readme"])
        try model.press("ctrl-u")
        model.type("Read")
        #expect(model.names() == ["Readme"])
    }

    @Test func `finds as it is typed, goes round with n and N, and Esc goes back with the same view`() throws {
        var model = try Sample.long(200, rows: 24)
        for _ in 0..<30 { try model.press("j") }
        let (cursor, top) = (model.pane.cursor, model.pane.top)
        try model.press("/")
        model.type("f15")
        #expect(model.cursorName == "f150")
        try model.press("escape")
        #expect((model.pane.cursor, model.pane.top) == (cursor, top))
        try model.press("/")
        model.type("99")
        try model.press("enter", "n")
        #expect(model.cursorName == "f199")
        try model.press("n")
        #expect(model.cursorName == "f099")
        try model.press("N", "N")
        #expect(model.cursorName == "f099")
    }

    @Test func `says that there is no such name, while it is typed and after`() throws {
        var model = try Sample.filled()
        try model.press("/")
        model.type("zzz")
        #expect(model.screen.contains("no such name"))
        try model.press("enter", "n")
        #expect(model.notice?.text == "No name here holds “zzz”.")
    }

    @Test func `switches from finding to filtering and back with Tab`() throws {
        var model = try Sample.filled()
        try model.press("/")
        model.type("log")
        #expect(model.cursorName == "audit.log" && model.names().count == 12)
        try model.press("tab")
        #expect(model.names() == ["audit.log"])
        try model.press("tab")
        #expect(model.names().count == 12 && model.cursorName == "audit.log")
    }

    @Test func `ends with a click elsewhere, so that nothing more is typed into another pane`() throws {
        var model = try Sample.filled()
        try model.press("f")
        model.type("led")
        try model.click(.line(.right, 1))
        #expect(model.lineInput == nil && model.focus == .right)
        #expect(model.names(.left).count == 2 && model.names(.right).count == 3)
    }

    @Test func `hides names that begin with a dot when asked, and says so`() throws {
        var model = try Sample.model()
        _ = model.update(.listed(.left, listing: model.panes.left.listing.id, Sample.names([".git/", ".env", "a"])))
        try model.press(".")
        #expect(model.names() == ["a"])
        #expect(model.screen.contains("dot names hidden"))
    }
}

/// Numbers that are the same in every run (SplitMix64).
struct Splits: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
