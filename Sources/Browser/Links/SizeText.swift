import PersistyData

/// A number of bytes as people write it: `500`, `10M`, `1.5 GiB`. Units are multiples of 1,024.
enum SizeText {
    static func bytes(_ text: String) throws(DataError) -> Int64 {
        let word = text.filter { $0 != " " }.lowercased()
        let digits = word.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let shifts = ["": 0, "b": 0, "k": 10, "m": 20, "g": 30, "t": 40]
        var unit = String(word[digits.endIndex...])
        for ending in ["ib", "b"] where unit.count > ending.count && unit.hasSuffix(ending) {
            unit.removeLast(ending.count)
        }
        guard let shift = shifts[unit], let number = Double(digits), number > 0,
            let bytes = Int64(exactly: (number * Double(Int64(1) << shift)).rounded())
        else {
            throw DataError(
                .other, "“\(text)” is no size.", hint: "Write it like 500k, 10M or 1.5G.", reason: "link.size")
        }
        return bytes
    }
}
