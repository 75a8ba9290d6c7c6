import Browser
import PersistyData
import TerminalUI
import Testing

@Suite struct `Sums and what is kept` {
    @Test func `a sum grows, tells classes, and stops with Esc`() throws {
        var model = try Sample.bucket()
        guard case .measure(let id, _, let selection)? = try model.press("=").first else { return #expect(Bool(false)) }
        #expect(selection.count == 1)
        var total = MeasuredTotal()
        total.add(1024, storageClass: "STANDARD")
        total.add(2048, storageClass: "GLACIER")
        _ = model.update(.measured(id, total))
        #expect(model.screen.contains("2 items, 3.0 KiB so far") && model.screen.contains("GLACIER"))
        guard case .cancelMeasure? = try model.press("escape").first else { return #expect(Bool(false)) }
    }

    @Test func `versions are restored and deleted on y alone`() throws {
        var model = try Sample.bucket()
        guard case .listKept(let id, let subject)? = try model.press("g v").first else { return #expect(Bool(false)) }
        let key = try DataKey("a.csv")
        let newest = StoredVersion(id: "v2", isLatest: true, time: Sample.now, item: DataItem(key: key, size: 2))
        let former = StoredVersion(id: "v1", isLatest: false, time: Sample.now, item: DataItem(key: key, size: 1))
        _ = model.update(.kept(id, [.version(newest), .version(former)]))
        _ = model.update(.keptEnded(id, nil))
        #expect(model.screen.contains("2 versions"))
        #expect(try model.press("r").isEmpty && model.screen.contains("newest already"))
        #expect(try model.press("j", "r", "enter").isEmpty)
        guard case .restore(id, subject, key, former)? = try model.press("r", "y").first else {
            return #expect(Bool(false))
        }
        guard case .deleteVersion(id, subject, key, former)? = try model.press("d", "y").first else {
            return #expect(Bool(false))
        }
    }

    @Test func `a question about a version is never answered for another that has come in its place`() throws {
        var model = try Sample.bucket()
        guard case .listKept(let id, let subject)? = try model.press("g v").first else { return #expect(Bool(false)) }
        let key = try DataKey("a.csv")
        let rows = ["v3", "v2", "v1"].map { name in
            KeptSheet.Row.version(
                StoredVersion(id: name, isLatest: name == "v3", time: Sample.now, item: DataItem(key: key, size: 1)))
        }
        _ = model.update(.kept(id, rows))
        _ = model.update(.keptEnded(id, nil))
        try model.press("j", "d")
        // The list is asked for anew because something before it was done, and is shorter by a row.
        let effects = model.update(.keptChanged(id, subject.place, Notice(.success, "Deleted the version.")))
        guard case .listKept(id, subject)? = effects.first else { return #expect(Bool(false)) }
        #expect(model.screen.contains("v3"))
        _ = model.update(.kept(id, Array(rows.dropFirst())))
        #expect(try model.press("y").isEmpty)
        guard case .deleteVersion(id, subject, key, let version)? = try model.press("d", "y").first else {
            return #expect(Bool(false))
        }
        #expect(version.id == "v2")
    }

    @Test func `it is said what the deletion of a version leaves`() throws {
        var model = try Sample.bucket()
        guard case .listKept(let id, _)? = try model.press("g v").first else { return #expect(Bool(false)) }
        let item = DataItem(key: try DataKey("a.csv"), size: 1)
        _ = model.update(.kept(id, [.version(StoredVersion(id: "v2", isLatest: true, item: item))]))
        try model.press("d")
        #expect(model.screen.contains("the item will be gone for good"))
        _ = model.update(.kept(id, [.version(StoredVersion(id: "v1", isLatest: false, item: item))]))
        #expect(model.screen.contains("the one before it is the newest then"))
    }

    @Test func `a version that was not deleted is a problem also after the sheet was closed`() throws {
        var model = try Sample.bucket()
        guard case .listKept(let id, let subject)? = try model.press("g v").first else { return #expect(Bool(false)) }
        try model.press("escape")
        let error = DataError(.forbidden, "The service does not allow this.", key: "a.csv")
        guard case .list? = model.update(.keptFailed(id, subject.place, error)).first else {
            return #expect(Bool(false))
        }
        #expect(model.screen.contains("does not allow this") && model.screen.contains("1 problem"))
    }

    @Test func `what is known of uploads stands in columns`() throws {
        for columns in [80, 120] {
            var model = try Sample.bucket(columns: columns)
            guard case .listKept(let id, _)? = try model.press("g u").first else { return #expect(Bool(false)) }
            let uploads = try ["a", "wide-漢字.bin", String(repeating: "long-", count: 20)].map { name in
                KeptSheet.Row.upload(
                    UnfinishedUpload(key: try DataKey(name), id: name, startedAt: Sample.now, size: 5, parts: 1))
            }
            _ = model.update(.kept(id, uploads))
            let lines = model.screen.split(separator: "\n").filter { $0.contains("1 part") }
            #expect(lines.count == 3 && lines.allSatisfy { !$0.contains("…") || $0.contains("long-") })
            // The two wide letters take two columns each.
            let starts = lines.map { $0.prefix { $0 != "B" }.reduce(0) { $0 + ("漢字".contains($1) ? 2 : 1) } }
            #expect(Set(starts).count == 1, "\(lines)")
        }
    }

    @Test func `a wide pane on a bucket shows storage classes, and no other does`() throws {
        var model = try Sample.bucket()
        #expect(!model.screen.contains("Class"))
        try model.press("|")
        #expect(model.screen.contains("Class") && model.screen.contains("GLACIER"))
        try model.press("tab")
        #expect(!model.screen.contains("Class"))
    }
}
