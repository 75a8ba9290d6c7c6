/// From a folder into a chunk store and back.
struct ChunkMeasurement {
    let bench: Bench

    /// A store, and how it is filled and emptied.
    private struct Store: Contender {
        let name: String
        /// The database in a home folder.
        let database: String
        let fill: (_ source: String, _ database: String) -> [String]
        let empty: (_ database: String, _ target: String) -> [String]
        /// Where the files are in the target.
        let exported: String
    }

    private var stores: [Store] {
        let program = bench.options.program
        let persisty = Store(
            name: "persisty", database: "/.local/share/persisty/vault.sqlite",
            fill: { source, _ in [program, "cp", "-r", source, "vault:"] },
            empty: { _, target in [program, "cp", "-r", "vault:", target + "/"] }, exported: "/source")
        let plain = Store(
            name: "Python", database: "/plain.sqlite", fill: { PlainStore.command("import", $1, $0) },
            empty: { PlainStore.command("export", $0, $1) }, exported: "")
        return [persisty] + (bench.has("python3") ? [plain] : [])
    }

    func run() throws {
        for (place, folder) in [("in memory", bench.workspace.memory), ("on disk", bench.workspace.disk)] {
            try pass(1, of: bench.amount(2 << 30), in: folder, place)
            try pass(bench.amount(10_000), of: 16 << 10, in: folder, place)
        }
    }

    private func pass(_ count: Int, of size: Int, in folder: String, _ place: String) throws {
        try bench.withFiles(count, of: size, in: folder) { source in
            let title = "Chunk store, \(Unit.grouped(count)) × \(Unit.bytes.text(Double(size))) \(place)"
            bench.compare(title, stores) { store, comparison in
                try pass(source, count * size, through: store, folder, &comparison)
            }
        }
    }

    private func pass(
        _ source: String, _ bytes: Int, through store: Store, _ folder: String, _ comparison: inout Comparison
    ) throws {
        try bench.workspace.withHome(in: folder) { environment in
            let database = (environment["HOME"] ?? "") + store.database
            let fill = try bench.run(store.fill(source, database), environment, taking: 2 * bytes)
            comparison.add(fill.time, "import", bytes: bytes, of: store.name)
            comparison.add(fill.processorTime, "import, processor time", of: store.name)
            comparison.add(Double(Files.size(database)), .bytes, "size of the database", of: store.name)
            try bench.workspace.withFolder("target", in: folder) { target in
                let empty = try bench.run(store.empty(database, target), environment, taking: bytes)
                try bench.expectSame(source, target + store.exported)
                comparison.add(empty.time, "export", bytes: bytes, of: store.name)
                comparison.add(empty.processorTime, "export, processor time", of: store.name)
            }
        }
    }
}
