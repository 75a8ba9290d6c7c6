/// The order in which a pane shows names: folders first, by bytes.
enum NameOrder {
    /// Whether the item of one name comes before that of another; what lies in a folder comes where the folder does.
    static func precedes(_ one: some Collection<UInt8>, _ other: some Collection<UInt8>) -> Bool {
        let slash = UInt8(ascii: "/")
        var (left, right) = (one[...], other[...])
        while true {
            let (leftEnd, rightEnd) = (left.firstIndex(of: slash), right.firstIndex(of: slash))
            if (leftEnd == nil) != (rightEnd == nil) { return leftEnd != nil }
            let leftName = left[..<(leftEnd ?? left.endIndex)]
            let rightName = right[..<(rightEnd ?? right.endIndex)]
            guard leftName.elementsEqual(rightName) else { return leftName.lexicographicallyPrecedes(rightName) }
            guard let leftEnd, let rightEnd else { return false }
            (left, right) = (left[left.index(after: leftEnd)...], right[right.index(after: rightEnd)...])
        }
    }
}
