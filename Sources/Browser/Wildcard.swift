/// A pattern for names: `*` stands for any bytes, `?` for one character, all else for itself.
struct Wildcard {
    private let pattern: [UInt8]

    init(_ text: String) { pattern = Array(text.utf8) }

    /// A folder's final `/` does not count.
    func matches(_ name: some Collection<UInt8>) -> Bool {
        var name = Array(name)
        if name.last == UInt8(ascii: "/") { name.removeLast() }
        // Greedy with one point to come back to: the last star. Linear in practice, quadratic at worst.
        var (inName, inPattern) = (0, 0)
        var star: (inName: Int, inPattern: Int)?
        while inName < name.count {
            if inPattern < pattern.count, pattern[inPattern] == UInt8(ascii: "*") {
                star = (inName, inPattern)
                inPattern += 1
            } else if inPattern < pattern.count,
                pattern[inPattern] == UInt8(ascii: "?") || pattern[inPattern] == name[inName]
            {
                inName += pattern[inPattern] == UInt8(ascii: "?") ? Self.length(name, inName) : 1
                inPattern += 1
            } else if let point = star {
                star = (point.inName + 1, point.inPattern)
                (inName, inPattern) = (point.inName + 1, point.inPattern + 1)
            } else {
                return false
            }
        }
        return pattern[inPattern...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// How many bytes the character at `index` has.
    private static func length(_ name: [UInt8], _ index: Int) -> Int {
        var end = index + 1
        while end < name.count, name[end] & 0xc0 == 0x80 { end += 1 }
        return end - index
    }
}
