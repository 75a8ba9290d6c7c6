extension [Link] {
    /// One result a link, in order, of `body`. Where there are many, it signs stretches of them side by side, so that all
    /// processors sign.
    package func signed(
        by body: @escaping @Sendable (ArraySlice<Link>) -> [Result<SignedURL, DataError>]
    ) async -> [Result<SignedURL, DataError>] {
        // Long enough that beginning a task costs nothing beside it.
        let stretch = 512
        guard count > stretch else { return body(self[...]) }
        return await withTaskGroup(of: (start: Int, results: [Result<SignedURL, DataError>]).self) { group in
            for start in stride(from: 0, to: count, by: stretch) {
                let links = self[start..<Swift.min(start + stretch, count)]
                group.addTask { (start, body(links)) }
            }
            var pieces: [(start: Int, results: [Result<SignedURL, DataError>])] = []
            for await piece in group { pieces.append(piece) }
            return pieces.sorted { $0.start < $1.start }.flatMap(\.results)
        }
    }
}
