package import PersistyData
package import TerminalUI

/// Rows held by the mouse.
package struct Drag: Sendable, Equatable {
    /// Where the button went down.
    package var start: Point
    /// Where the pointer is.
    package var position: Point
    package var from: Side
    /// The line on which the button went down.
    package var line: Int
    /// The row that was there, and the listing that it is of: rows may find another order while they are held.
    package var row: Row?
    package var listing: Int
    /// Whether the pointer has gone far enough: a slow click is no drag.
    package var isMoving = false
    /// Whether releasing moves instead of copying.
    package var moves = false
    /// What is under the pointer.
    package var target: Target?

    /// How many cells the pointer must go before a drag begins.
    package static let threshold = 2
}

/// A click, to tell a double click.
package struct Click: Sendable, Equatable {
    package var target: Target
    package var row: Row?
    package var listing: Int
    package var at: Timestamp
}

/// What releasing the mouse would do.
package enum Drop: Sendable, Equatable {
    case copy(to: Place)
    case move(to: Place)
    /// Nothing, and why.
    case refused(ShownText)

    /// Where the rows would go.
    package var place: Place? {
        switch self {
        case .copy(let place), .move(let place): place
        case .refused: nil
        }
    }
}
