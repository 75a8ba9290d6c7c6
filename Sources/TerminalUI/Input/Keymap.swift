/// Which keys, pressed one after the other, mean which action.
package struct Keymap<Action: Hashable & Sendable>: Sendable {
    package typealias Binding = (keys: [Key], action: Action)

    package enum Match: Sendable {
        case action(Action)
        /// The keys begin a longer sequence; what may follow, in the order bound.
        case pending(continuations: [(key: Key, action: Action)])
        case none
    }

    /// Keys that can never be pressed to the end, because fewer of them already mean something.
    package struct Conflict: Hashable, Sendable {
        package var keys: [Key]
        package var action: Action
        package var shadowedBy: [Key]
    }

    private var actions: [[Key]: Action] = [:]
    private var order: [[Key]] = []
    /// Hints ask for keys at every frame.
    private let sequences: [Action: [[Key]]]

    /// A later binding of the same keys wins.
    package init(_ bindings: [Binding]) {
        for (keys, action) in bindings where !keys.isEmpty {
            let keys = keys.map(\.normalized)
            if actions.updateValue(action, forKey: keys) == nil { order.append(keys) }
        }
        var sequences: [Action: [[Key]]] = [:]
        for keys in order { if let action = actions[keys] { sequences[action, default: []].append(keys) } }
        self.sequences = sequences
    }

    package func match(_ keys: [Key]) -> Match {
        let keys = keys.map(\.normalized)
        if let action = actions[keys] { return .action(action) }
        let continuations = order.compactMap { bound -> (key: Key, action: Action)? in
            guard bound.count > keys.count, bound.starts(with: keys), let action = actions[bound] else { return nil }
            return (bound[keys.count], action)
        }
        return continuations.isEmpty || keys.isEmpty ? .none : .pending(continuations: continuations)
    }

    /// The key sequences of an action, in the order bound.
    package func keys(for action: Action) -> [[Key]] { sequences[action] ?? [] }

    /// Every binding, in the order bound.
    package var bindings: [Binding] { order.compactMap { keys in actions[keys].map { (keys, $0) } } }

    package var conflicts: [Conflict] {
        order.compactMap { keys in
            guard let action = actions[keys] else { return nil }
            let shorter = keys.indices.dropFirst().map { Array(keys.prefix($0)) }.first { actions[$0] != nil }
            return shorter.map { Conflict(keys: keys, action: action, shadowedBy: $0) }
        }
    }
}
