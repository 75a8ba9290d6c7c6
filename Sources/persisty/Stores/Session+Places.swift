extension Session {
    /// Where a typed place is.
    func location(_ text: String) async throws -> Location { try await stores.location(try Place(text)) }

    /// Does something about each place. What fails is said, after what was written before it, and the rest goes on.
    func forEach(_ places: [String], _ body: (Location) async throws -> Void) async throws {
        for text in places {
            do {
                try await body(try await location(text))
            } catch let error as UsageError {
                throw error
            } catch {
                try await console.out.flush()
                try await console.fail(error)
            }
        }
    }
}
