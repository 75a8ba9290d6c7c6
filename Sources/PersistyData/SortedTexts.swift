/// A walk over values in byte order of their texts, as far as these begin with a prefix.
struct SortedTexts<Value>: OrderedKeys {
    private let values: [Value]
    private let prefix: String
    private let text: (Value) -> String
    private var index: Int

    init(_ values: [Value], prefix: String, text: @escaping (Value) -> String) {
        self.values = values
        self.prefix = prefix
        self.text = text
        index = values.count
    }

    var key: String? {
        guard index < values.count else { return nil }
        let key = text(values[index])
        return key.utf8.starts(with: prefix.utf8) ? key : nil
    }

    /// The value that it is at.
    var value: Value? { index < values.count ? values[index] : nil }

    mutating func seek(_ start: String) { index = Self.position(of: start, in: values, text) }

    mutating func advance() { index += 1 }

    /// Where the first value stands whose text does not come before `start`.
    static func position(of start: String, in values: [Value], _ text: (Value) -> String) -> Int {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if text(values[middle]).utf8Precedes(start) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
