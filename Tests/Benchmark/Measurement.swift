/// What can be measured, by the words of the command line.
enum Measurement: String, CaseIterable {
    case browse, keys, line, list, copy, chunk, hash, links, serve

    func run(_ bench: Bench) throws {
        switch self {
        case .browse: try BrowseMeasurement(bench: bench).run()
        case .keys: try KeysMeasurement(bench: bench).run()
        case .line: try LineMeasurement(bench: bench).run()
        case .list: try ListMeasurement(bench: bench).run()
        case .copy: try CopyMeasurement(bench: bench).run()
        case .chunk: try ChunkMeasurement(bench: bench).run()
        case .hash: try HashMeasurement(bench: bench).run()
        case .links: try LinksMeasurement(bench: bench).run()
        case .serve: try ServeMeasurement(bench: bench).run()
        }
    }
}
