/// What a terminal does with one scalar.
enum ScalarClass: UInt8 {
    /// Controls, formats, private use, unassigned, blanks that are not a space: never shown.
    case unsafe = 0
    case narrow = 1
    case wide = 2
    /// A mark drawn over its base.
    case mark = 3
    /// A letter that joins the one before it (Hangul vowels and finals).
    case joining = 4
    /// Enclosing marks and variation selectors: a terminal may draw anything.
    case unsafeMark = 5
    case spacingMark = 6
    case wideSpacingMark = 7

    init(_ scalar: Unicode.Scalar) {
        if scalar.value < 0x7F {
            self = scalar.value >= 0x20 ? .narrow : .unsafe
            return
        }
        let runs = ScalarTable.runs
        let wanted = scalar.value << 3 | 7
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle] <= wanted { low = middle + 1 } else { high = middle }
        }
        self = Self(rawValue: UInt8(truncatingIfNeeded: runs[low - 1] & 7)) ?? .unsafe
    }

    var isMark: Bool {
        switch self {
        case .mark, .unsafeMark, .spacingMark, .wideSpacingMark: true
        case .unsafe, .narrow, .wide, .joining: false
        }
    }
}

extension Unicode.Scalar {
    var isEmoji: Bool {
        switch value {
        case 0x1F000...0x1FAFF, 0x2600...0x27BF, 0x2B50, 0x23F0: true
        default: false
        }
    }

    var isSkinTone: Bool { (0x1F3FB...0x1F3FF).contains(value) }
    var isRegionalIndicator: Bool { (0x1F1E6...0x1F1FF).contains(value) }
}
