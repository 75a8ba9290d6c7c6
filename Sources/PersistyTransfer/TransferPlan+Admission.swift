import PersistyData

extension TransferPlan {
    /// Takes a stretch of a folder's listing; returns the rows whose target only the destination can judge.
    mutating func admit(_ batch: ItemBatch, under prefix: String) -> [OddRow] {
        var odd: [OddRow] = []
        let middle = String(Substring(prefix.utf8.dropFirst(request.base.text.utf8.count)))
        for row in 0..<batch.count {
            switch batch.kind(row) {
            case .folder: continue
            case .other:
                refuse(prefix + String(decoding: batch.nameBytes(row), as: UTF8.self), .notAnItem(in: request.source))
            case .item:
                guard let name = batch.name(row) else {
                    refuse(prefix + String(decoding: batch.nameBytes(row), as: UTF8.self), .notUTF8(in: request.source))
                    continue
                }
                if let row = admit(middle.isEmpty ? name : middle + name, ItemPin(batch, row)) { odd.append(row) }
            }
        }
        return odd
    }

    /// Takes one item; returns it when only the destination can judge its target.
    mutating func admit(_ name: String, _ pin: ItemPin) -> OddRow? {
        let source = items.base.text + name
        do throws(DataError) {
            if source.utf8.count > DataKey.maximumLength || naming.dropped > 0 { _ = try DataKey(source) }
            let target = try DataKey(naming.target(name))
            if request.isWithinOneStore, target.text.utf8Equals(source) {
                methods[.nothing, default: 0] += 1
                return nil
            }
            try check(target, pin)
            if target.isOdd { return OddRow(name: name, pin: pin, target: target) }
            items.append(name, pin)
        } catch {
            refuse(source, error)
        }
        return nil
    }

    private func check(_ target: DataKey, _ pin: ItemPin) throws(DataError) {
        let store = request.destination
        guard store.allows(.create, target) || store.allows(.update, target) else {
            throw DataError(
                .forbidden, "Nothing may be written here.", hint: "Nothing was changed.", key: target.text,
                store: store.name)
        }
        if let limit = store.limits.itemSize, pin.size > limit {
            throw DataError(
                .tooLarge, "The item has \(pin.size) bytes; this store takes items of at most \(limit).",
                hint: "It is left out.", key: target.text, store: store.name)
        }
    }
}

/// An item whose target may be one that the destination cannot spell.
struct OddRow: Sendable {
    var name: String
    var pin: ItemPin
    var target: DataKey
}

extension DataKey {
    /// Whether some stores cannot spell this key: it has a segment that is empty, `.` or `..`, or over 255 bytes.
    var isOdd: Bool {
        var text = text
        return text.withUTF8 { bytes in
            bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).contains { segment in
                segment.count > 255 || segment.count <= 2 && segment.allSatisfy { $0 == UInt8(ascii: ".") }
            }
        }
    }
}

extension DataError {
    static func notAnItem(in store: any DataStore) -> DataError {
        DataError(
            .unsupported, "This is a link, a device or a socket, not an item.", hint: "It is left as it is.",
            store: store.name, reason: "row.other")
    }

    static func notUTF8(in store: any DataStore) -> DataError {
        DataError(
            .invalidKey, "This name is not valid UTF-8 and cannot be a key.", hint: "It is left as it is.",
            store: store.name, reason: "key.invalid_utf8")
    }
}
