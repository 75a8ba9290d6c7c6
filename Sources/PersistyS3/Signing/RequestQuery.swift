import PersistyData

/// The parameters of a request, not encoded yet.
package struct RequestQuery: Sendable, Hashable, ExpressibleByArrayLiteral {
    /// One parameter. One without a value, such as `?lifecycle`, has the empty one, as the signature wants it.
    package struct Item: Sendable, Hashable {
        package var name: String
        package var value: String

        /// A parameter.
        package init(_ name: String, _ value: String = "") {
            self.name = name
            self.value = value
        }
    }

    /// The parameters, in any order.
    package var items: [Item]

    /// Parameters.
    package init(_ items: [Item]) { self.items = items }

    package init(arrayLiteral elements: Item...) { items = elements }

    /// The query as it is signed and sent: encoded once, ordered by encoded name, then by encoded value.
    package var text: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    func append(to bytes: inout [UInt8]) {
        if !items.isEmpty { append(to: &bytes) { _ in } }
    }

    /// Adds the parameters in order, with those among them that `write` writes: encoded and in order already, and all with
    /// names that begin with `X-Amz-`.
    func append(to bytes: inout [UInt8], merging write: (inout [UInt8]) -> Void) {
        guard !items.isEmpty else { return write(&bytes) }
        var encoded: [UInt8] = []
        write(&encoded)
        var parts = items.map(EncodedItem.init)
        if !encoded.isEmpty {
            if items.contains(where: { $0.name.utf8.starts(with: "X-Amz-".utf8) }) {
                parts += encoded.split(separator: UInt8(ascii: "&")).map(EncodedItem.init(encoded:))
            } else {
                parts.append(EncodedItem(encoded: encoded[...]))
            }
        }
        if parts.count > 1 { parts.sort() }
        for (index, part) in parts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "&")) }
            bytes.append(contentsOf: part.bytes)
        }
    }
}

/// A parameter, encoded: `name=value`.
private struct EncodedItem: Comparable {
    let bytes: [UInt8]
    private let nameCount: Int

    init(_ item: RequestQuery.Item) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(item.name.utf8.count + item.value.utf8.count + 16)
        bytes.appendPercentEncoded(item.name, keepingSlash: false)
        nameCount = bytes.count
        bytes.append(UInt8(ascii: "="))
        bytes.appendPercentEncoded(item.value, keepingSlash: false)
        self.bytes = bytes
    }

    init(encoded bytes: ArraySlice<UInt8>) {
        nameCount = bytes.firstIndex(of: UInt8(ascii: "=")).map { $0 - bytes.startIndex } ?? bytes.count
        self.bytes = Array(bytes)
    }

    // Not by the joined bytes: `=` comes after `-` and the digits, so that `Param=` would come after `Param-3=`.
    static func < (left: EncodedItem, right: EncodedItem) -> Bool {
        let (leftName, rightName) = (left.bytes.prefix(left.nameCount), right.bytes.prefix(right.nameCount))
        guard leftName == rightName else { return leftName.lexicographicallyPrecedes(rightName) }
        return left.bytes.dropFirst(left.nameCount).lexicographicallyPrecedes(right.bytes.dropFirst(right.nameCount))
    }
}
