import PersistyData

/// The places that were typed to go to, and those that were visited: each once, the newest first.
package struct PlaceHistory: Sendable, Equatable {
    /// How many of each are kept.
    package static let limit = 200

    package internal(set) var typed: [String] = []
    package internal(set) var visited: [String] = []

    package init(typed: [String] = [], visited: [String] = []) {
        self.typed = Self.cut(typed)
        self.visited = Self.cut(visited)
    }

    package mutating func type(_ text: String) { Self.put(text, in: &typed) }

    package mutating func visit(_ text: String) { Self.put(text, in: &visited) }

    /// What to offer to whoever is about to type a place: what was typed, then where else they have been.
    package var offered: [String] { typed + visited.filter { visit in !typed.contains { $0.utf8Equals(visit) } } }

    /// Takes in what somebody else has kept meanwhile, as older than all that is known here.
    package mutating func append(older: PlaceHistory) {
        typed = Self.cut(typed + older.typed)
        visited = Self.cut(visited + older.visited)
    }

    private static func put(_ text: String, in list: inout [String]) { list = cut([text] + list) }

    /// By bytes: two normal forms of one letter are two places.
    private static func cut(_ texts: [String]) -> [String] {
        var seen: Set<[UInt8]> = []
        let kept = texts.filter { !$0.isEmpty && seen.insert(Array($0.utf8)).inserted }
        return Array(kept.prefix(limit))
    }
}
