/// What a terminal reports.
package enum Input: Hashable, Sendable {
    case key(Key)
    case mouse(Mouse)
    /// Text pasted between brackets: never keys. It may hold anything.
    case paste(String)
    /// Whether the terminal's window has the focus.
    case focus(Bool)
}
