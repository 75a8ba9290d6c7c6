/// A drawn screen: its cells, where the cursor of an input stands, and what each area answers to.
///
/// Areas are recorded while drawing, so the mouse cannot disagree with the screen.
package struct Frame<Target: Hashable & Sendable>: Equatable, Sendable {
    package var cells: CellBuffer
    package var cursor: Point?
    private var responders: [Responder] = []

    private struct Responder: Equatable, Sendable {
        var area: Rect
        var target: Target
    }

    package init(size: Size) { cells = CellBuffer(size: size) }

    package var size: Size { cells.size }

    /// Lets an area answer to the mouse as `target`.
    package mutating func respond(in area: Rect, as target: Target) {
        let visible = area.intersection(cells.area)
        guard !visible.isEmpty else { return }
        responders.append(Responder(area: visible, target: target))
    }

    /// What is under a point: the last drawn wins.
    package func target(at point: Point) -> Target? {
        responders.last { $0.area.contains(point) }?.target
    }

    package func areas(of target: Target) -> [Rect] {
        responders.filter { $0.target == target }.map(\.area)
    }

    /// Every target with an area, in the order drawn.
    package var targets: [Target] { responders.map(\.target) }
}
