/// One cell of a screen.
package struct Cell: Equatable, Sendable {
    /// What is drawn, or nil in the right half of a wide glyph.
    package var scalar: Unicode.Scalar?
    /// Up to four marks drawn over the scalar.
    package var marks: [Unicode.Scalar]
    package var role: Role
    /// One, two for the left half of a wide glyph, none for its right half.
    package var columns: Int
}

/// A cell as it is stored: eight bytes. Marks are rare and stand in a table of the buffer.
struct PackedCell: Equatable {
    var scalar: UInt32 = 0x20
    var marks: UInt16 = 0
    var role: Role
    var columns: UInt8 = 1
}
