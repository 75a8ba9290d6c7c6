/// A colour that a terminal can be told.
package enum Color: Hashable, Sendable {
    /// The terminal's own foreground or background.
    case terminalDefault
    case palette(UInt8)
    case rgb(UInt8, UInt8, UInt8)
}
