import PersistyData

extension DirectoryStore {
    /// Copies items whose bytes lie in no file of this machine: short ones many at once, the others one by one.
    func byContents(
        _ requests: [CopyRequest], from source: any DataStore
    ) async -> [Result<Copied, DataError>] {
        guard !requests.isEmpty else { return [] }
        let stretches = CopyStretches(requests, from: source)
        // One stretch is read while the other is written.
        async let second = copy(stretches, of: requests, from: source)
        let first = await copy(stretches, of: requests, from: source)
        var results = [Result<Copied, DataError>](
            repeating: .failure(.noAnswer(store: name)), count: requests.count)
        for (stretch, part) in first + (await second) {
            for (index, result) in zip(stretch, part) { results[index] = result }
        }
        return results
    }

    private func copy(
        _ stretches: CopyStretches, of requests: [CopyRequest], from source: any DataStore
    ) async -> [(Range<Int>, [Result<Copied, DataError>])] {
        var results: [(Range<Int>, [Result<Copied, DataError>])] = []
        while let stretch = stretches.next() {
            let part = requests[stretch]
            results.append((stretch, part.count > 1 ? await together(part, source) : await alone(part, source)))
            if part.count > 1, let pacing = part.first?.pacing {
                // One that is cancelled here begins nothing more.
                try? await pacing.wait(after: part.reduce(0) { $0 + $1.item.size })
            }
        }
        return results
    }

    private func alone(
        _ requests: ArraySlice<CopyRequest>, _ source: any DataStore
    ) async -> [Result<Copied, DataError>] {
        var results: [Result<Copied, DataError>] = []
        for request in requests {
            do throws(DataError) {
                results.append(.success(try await stream(request, from: source)))
            } catch {
                results.append(.failure(error))
            }
        }
        return results
    }

    private func together(
        _ requests: ArraySlice<CopyRequest>, _ source: any DataStore
    ) async -> [Result<Copied, DataError>] {
        let contents = await source.contents(of: requests.map(\.item))
        do throws(DataError) {
            return try await threads.run { (cancellation) throws(DataError) in
                var placement = Placement(root: self.root, store: self.name)
                var written: [Written] = []
                defer { self.etags.remember(written) }
                return zip(requests, contents).map { request, content in
                    Result { () throws(DataError) in
                        let content = try content.get()
                        let (copied, file) = try self.write(content, request, &placement, cancellation)
                        written.append(file)
                        return copied
                    }
                }
            }
        } catch {
            return requests.map { _ in .failure(error) }
        }
    }

    private func write(
        _ content: DataContent, _ request: CopyRequest, _ placement: inout Placement, _ cancellation: Cancellation
    ) throws(DataError) -> (Copied, Written) {
        try cancellation.check(key: request.item.key.text, store: name)
        let copy = StreamedCopy(
            request, attributes: request.replacesAttributes ? nil : request.item.attributes ?? content.attributes,
            checked: content.compared, to: self)
        let path = try ItemPath(request.key, store: name)
        try check(copy.options, request.key)
        let write = FileWrite(self, request.key, path, announced: request.item.size, copy.options, md5: copy.md5)
        // Where nothing may be, the placing itself finds what is; to look first would only spare few bytes.
        if ![.always, .absent].contains(copy.options.condition) { try write.checkEarly(try placement.status(path)) }
        let written = try write.whole([content.bytes], &placement, cancellation)
        request.progress?(request.item.size)
        return (copy.copied(as: written.item), written)
    }
}
