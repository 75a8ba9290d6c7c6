extension DataStore {
    /// Copies those requests that `admit` lets pass, and may narrow; the others fail with what it throws.
    func copy(
        _ requests: [CopyRequest], from source: any DataStore,
        admitting admit: (inout CopyRequest) throws(DataError) -> Void
    ) async -> [Result<Copied, DataError>] {
        var admitted: [CopyRequest] = []
        var refusals: [DataError?] = []
        for var request in requests {
            do throws(DataError) {
                try admit(&request)
                admitted.append(request)
                refusals.append(nil)
            } catch {
                refusals.append(error)
            }
        }
        var results = admitted.isEmpty ? [][...] : await copy(admitted, from: source)[...]
        return refusals.map { refusal in
            if let refusal { return .failure(refusal) }
            return results.popFirst() ?? .failure(.noAnswer(store: name))
        }
    }
}
