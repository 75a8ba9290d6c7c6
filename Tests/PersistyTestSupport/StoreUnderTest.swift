package import PersistyData
import Testing

/// A kind of store as the conformance suite sees it: how to make one in a fresh place, and what it can spell and show.
///
/// A store's tests make one of these and run ``ConformanceCase/all(for:)`` on it; nothing else is needed.
package struct StoreUnderTest: Sendable, CustomTestStringConvertible {
    /// What a case asks of the store it wants made.
    package struct Setup: Sendable {
        /// The most bytes that an item may have.
        package var itemSize: Int64?
        /// The media types that the store takes.
        package var contentTypes: [String]?

        package init(itemSize: Int64? = nil, contentTypes: [String]? = nil) {
            self.itemSize = itemSize
            self.contentTypes = contentTypes
        }

        /// The limits that these are.
        package var limits: DataLimits {
            var limits = DataLimits()
            limits.itemSize = itemSize
            limits.contentTypes = contentTypes
            return limits
        }
    }

    /// The kind, as it stands in the test log.
    package let name: String
    /// Whether the store can hold a key; one that it cannot it must refuse with `.invalidKey`.
    package var canSpell: @Sendable (DataKey) -> Bool = { _ in true }
    /// Whether `a` and `a/b` can both be items.
    package var separatesItemsFromFolders = true
    /// Whether a content type that was given is kept; otherwise it is found again by name and bytes.
    package var keepsContentType = true
    /// Whether names of the user's own pairs keep their underscores.
    package var keepsUnderscores = true
    /// Whether it can be made with the limits of a ``Setup``.
    package var takesLimits = true
    /// How many bytes the store handles at once: sizes around it are tried.
    package var pieceSize = 256 * 1024
    /// How many items the cases about many items write.
    package var manyItems = 10_000
    /// Makes a store in a fresh place.
    package let make: @Sendable (Setup) async throws -> StoreFixture

    package init(_ name: String, make: @escaping @Sendable (Setup) async throws -> StoreFixture) {
        self.name = name
        self.make = make
    }

    package var testDescription: String { name }

    /// Gives `body` a store in a fresh place, looks for leftovers after it, and disposes of the place.
    package func withStore(_ setup: Setup = Setup(), _ body: (StoreFixture) async throws -> Void) async throws {
        var fixture = try await make(setup)
        fixture.kind = self
        do {
            try await body(fixture)
            let leftovers = try await fixture.leftovers()
            #expect(leftovers.isEmpty, "the store keeps nothing that belongs to no item")
        } catch {
            await fixture.dispose()
            throw error
        }
        await fixture.dispose()
    }
}

/// One store in a place of its own, and what a test can do there behind its back.
package struct StoreFixture: Sendable {
    /// The store.
    package let store: any DataStore
    /// The folder whose files are the items, where there is one.
    package var folder: String?
    /// Another store on the same place, as another process would open it.
    package var reopen: (@Sendable () async throws -> any DataStore)?
    /// Changes a byte of what is stored of an item that the store keeps a checksum of.
    package var damage: (@Sendable (DataKey) async throws -> Void)?
    /// What lies in the store's place and belongs to no item: staging files, rows of unfinished writes.
    package var leftovers: @Sendable () async throws -> [String] = { [] }
    /// Removes the place.
    package var dispose: @Sendable () async -> Void = {}
    /// The kind that it is one of.
    package fileprivate(set) var kind = StoreUnderTest.memory

    package init(_ store: any DataStore) { self.store = store }
}

extension StoreUnderTest {
    /// The reference.
    package static let memory = StoreUnderTest("memory") { setup in StoreFixture(MemoryStore(limits: setup.limits)) }
}
