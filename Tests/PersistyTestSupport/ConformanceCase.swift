import Testing

/// One promise of the store layer, numbered as in the list of 132 cases that it is taken from.
package struct ConformanceCase: Sendable, CustomTestStringConvertible {
    /// What a store under test must have for the case to say anything.
    package enum Need: Sendable {
        /// Items are files in a folder.
        case folder
        /// What is stored can be damaged.
        case damage
        /// A place that several stores can open.
        case reopening
        /// Items do not lie in the program's memory.
        case storage
        /// A store that can be made with limits.
        case limits
    }

    package let number: Int
    /// The promise, as a sentence.
    package let title: String
    /// Whose tests it was learnt from.
    package let source: String
    package let needs: [Need]
    private let body: @Sendable (StoreFixture) async throws -> Void

    init(
        _ number: Int, _ title: String, _ source: String, needs: [Need] = [],
        _ body: @escaping @Sendable (StoreFixture) async throws -> Void
    ) {
        self.number = number
        self.title = title
        self.source = source
        self.needs = needs
        self.body = body
    }

    package var testDescription: String { "\(number): \(title)" }

    /// Holds a store of this kind against the promise.
    package func check(_ kind: StoreUnderTest) async throws {
        try await kind.withStore { fixture in
            for need in needs where !fixture.has(need) {
                Issue.record("The case needs \(need), which its store does not have.")
                return
            }
            try await body(fixture)
        }
    }
}

extension ConformanceCase {
    /// Every case, by number.
    package static let all: [ConformanceCase] =
        (keys + writing + reading + conditions + concurrency + searching + deleting + copying + access + capabilities)
        .sorted { $0.number < $1.number }

    /// The cases that a kind of store can be held against, its fixture having `facilities`.
    package static func all(for kind: StoreUnderTest, with facilities: Set<Need> = []) -> [ConformanceCase] {
        var facilities = facilities
        if !kind.isInMemory { facilities.insert(.storage) }
        if kind.takesLimits { facilities.insert(.limits) }
        return all.filter { facilities.isSuperset(of: $0.needs) }
    }
}

extension StoreFixture {
    fileprivate func has(_ need: ConformanceCase.Need) -> Bool {
        switch need {
        case .folder: folder != nil
        case .damage: damage != nil
        case .reopening: reopen != nil
        case .storage: !kind.isInMemory
        case .limits: kind.takesLimits
        }
    }
}
