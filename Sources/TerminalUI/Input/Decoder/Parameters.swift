extension InputDecoder {
    /// The numbers of a sequence: `1;5:3` is 1 and 5, the second with a part 3.
    struct Parameters {
        /// The first part of each parameter.
        var numbers: [Int] = []
        /// The other parts.
        var parts: [[Int]] = []

        init(_ bytes: ArraySlice<UInt8>) {
            guard !bytes.isEmpty else { return }
            for field in bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
                let values = field.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map(
                    Self.number)
                numbers.append(values.first ?? 0)
                parts.append(Array(values.dropFirst()))
            }
        }

        /// Kitty tells pressing, repeating and releasing apart by a part of the modifiers.
        var isRelease: Bool { parts.count > 1 && parts[1].first == 3 }

        private static func number(_ digits: ArraySlice<UInt8>) -> Int {
            var value = 0
            for digit in digits {
                guard (0x30...0x39).contains(digit), value < 10_000_000 else { return 0 }
                value = value * 10 + Int(digit - 0x30)
            }
            return value
        }
    }
}
