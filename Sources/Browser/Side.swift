/// One of the two panes.
package enum Side: Int, Sendable, CaseIterable, Hashable {
    case left, right

    package var other: Side { self == .left ? .right : .left }
}

/// Something that each pane has.
package struct Pair<Value> {
    package var left: Value
    package var right: Value

    package init(_ left: Value, _ right: Value) {
        self.left = left
        self.right = right
    }

    package subscript(side: Side) -> Value {
        _read { if side == .left { yield left } else { yield right } }
        _modify { if side == .left { yield &left } else { yield &right } }
    }
}

extension Pair: Sendable where Value: Sendable {}
extension Pair: Equatable where Value: Equatable {}
