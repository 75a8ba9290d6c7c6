/// One thing drawn into one cell or two: a scalar and up to four marks over it.
struct Glyph: Equatable {
    var base: Unicode.Scalar
    var marks = SIMD4<UInt32>.zero
    var columns: Int

    static let replacement = Unicode.Scalar(0xFFFD as UInt16) ?? "?"
}

/// The glyphs of a text as every terminal advances over them.
///
/// Terminals disagree about emoji of several scalars (a family is two columns in one and six in another), so such a
/// cluster is drawn as its first scalar, and a flag, whose first scalar alone has no certain width, as U+FFFD.
struct GlyphSequence: Sequence, IteratorProtocol {
    private let scalars: String.UnicodeScalarView
    /// Where the next glyph begins.
    private(set) var position: String.Index

    init(_ text: String) {
        scalars = text.unicodeScalars
        position = scalars.startIndex
    }

    mutating func next() -> Glyph? {
        guard let first = take() else { return nil }
        if first.isRegionalIndicator {
            if let second = peeked, second.isRegionalIndicator { _ = take() }
            return Glyph(base: Glyph.replacement, columns: 1)
        }
        var glyph =
            switch ScalarClass(first) {
            case .narrow, .spacingMark: Glyph(base: first, columns: 1)
            case .wide, .wideSpacingMark: Glyph(base: first, columns: 2)
            case .unsafe, .unsafeMark: Glyph(base: Glyph.replacement, columns: 1)
            case .mark, .joining: Glyph(base: " ", marks: [first.value, 0, 0, 0], columns: 1)
            }
        if first.value >= 0x20, first.value < 0x7F, (peeked?.value ?? 0) < 0x7F { return glyph }
        takeTail(of: &glyph, isEmoji: first.isEmoji)
        return glyph
    }

    /// Takes the marks that belong over the glyph, and drops what joins an emoji to others.
    private mutating func takeTail(of glyph: inout Glyph, isEmoji: Bool) {
        var count = glyph.marks[0] == 0 ? 0 : 1
        while let scalar = peeked {
            switch ScalarClass(scalar) {
            case .mark, .joining:
                if count < 4 {
                    glyph.marks[count] = scalar.value
                    count += 1
                }
            case .unsafeMark where isEmoji && scalar.value == 0xFE0F: break
            case .unsafe where isEmoji && scalar.value == 0x200D:
                _ = take()
                guard peeked?.isEmoji == true else { return }
            default:
                guard isEmoji, scalar.isSkinTone else { return }
            }
            _ = take()
        }
    }

    private var peeked: Unicode.Scalar? { position < scalars.endIndex ? scalars[position] : nil }

    private mutating func take() -> Unicode.Scalar? {
        guard let scalar = peeked else { return nil }
        position = scalars.index(after: position)
        return scalar
    }
}
