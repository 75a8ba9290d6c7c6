/// Former answers, taken back into a line of input one by one.
package struct Recall: Sendable, Equatable {
    /// The newest first.
    package let offered: [String]
    private var position: Int?
    /// What was typed before the first was taken back.
    private var draft = ""

    package init(_ offered: [String]) { self.offered = offered }

    /// The next older answer; `nil` when there is none.
    package mutating func older(than text: String) -> String? {
        let next = position.map { $0 + 1 } ?? 0
        guard offered.indices.contains(next) else { return nil }
        if position == nil { draft = text }
        position = next
        return offered[next]
    }

    /// The next newer answer, and after the newest what had been typed; `nil` when nothing was taken back.
    package mutating func newer() -> String? {
        guard let now = position else { return nil }
        position = now > 0 ? now - 1 : nil
        return position.map { offered[$0] } ?? draft
    }
}
