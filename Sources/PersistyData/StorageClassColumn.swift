/// Storage classes of rows: a byte a row, and each class's name once; nothing where none is known.
struct StorageClassColumn: Sendable {
    private var indices: [UInt8] = []
    private var names: [String] = []
    private var last: [UInt8] = []
    private var lastIndex: UInt8 = 0

    /// The class of the row as the service calls it; `nil` where it did not say.
    subscript(row: Int) -> String? {
        row < indices.count && indices[row] > 0 ? names[Int(indices[row]) - 1] : nil
    }

    /// Whether no row has one.
    var isEmpty: Bool { names.isEmpty }

    /// Sets the class of `row`. Of more than 255 classes, which no service has, the others are not kept.
    mutating func set(_ name: ArraySlice<UInt8>, row: Int, of rows: Int) {
        if indices.isEmpty { indices.reserveCapacity(rows) }
        while indices.count <= row { indices.append(0) }
        // Nearly every row has the class of the row before.
        if lastIndex > 0, last.elementsEqual(name) {
            indices[row] = lastIndex
            return
        }
        if let index = names.firstIndex(where: { $0.utf8.elementsEqual(name) }) {
            lastIndex = UInt8(index + 1)
        } else if names.count < 255, !name.isEmpty {
            names.append(String(decoding: name, as: UTF8.self))
            lastIndex = UInt8(names.count)
        } else {
            return
        }
        last = Array(name)
        indices[row] = lastIndex
    }
}
