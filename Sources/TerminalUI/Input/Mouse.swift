/// What the mouse did, and where.
package struct Mouse: Hashable, Sendable {
    package enum Button: Hashable, Sendable {
        case left, middle, right
    }

    package enum Direction: Hashable, Sendable {
        case up, down, left, right
    }

    package enum Action: Hashable, Sendable {
        case pressed(Button)
        case released(Button)
        /// Moved with a button held.
        case dragged(Button)
        case moved
        case scrolled(Direction)
    }

    package var action: Action
    package var point: Point
    package var modifiers: Key.Modifiers

    package init(_ action: Action, at point: Point, _ modifiers: Key.Modifiers = []) {
        self.action = action
        self.point = point
        self.modifiers = modifiers
    }
}
