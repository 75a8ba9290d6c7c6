import PersistyData

extension TransferPlan {
    /// Takes a stretch of a folder's listing; returns the rows whose target only the destination can judge.
    mutating func admit(_ batch: ItemBatch, under prefix: String) -> [OddRow] {
        var odd: [OddRow] = []
        let middle = String(Substring(prefix.utf8.dropFirst(request.base.text.utf8.count)))
        for row in 0..<batch.count {
            switch batch.kind(row) {
            case .folder: continue
            case .item, .link, .pipe, .socket, .device, .other:
                guard let name = batch.name(row) else {
                    let bytes = prefix.utf8 + batch.nameBytes(row)
                    refused.add(TransferFailure(name: bytes, error: .notUTF8(in: request.source.name)))
                    continue
                }
                let inside = middle.isEmpty ? name : middle + name
                if batch.kind(row).isSpecial {
                    admitSpecial(inside, ItemPin(batch, row), batch.kind(row))
                } else if let row = admit(inside, ItemPin(batch, row)) {
                    odd.append(row)
                }
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

    /// Takes a link or another special file, which can only get another name where it is.
    mutating func admitSpecial(_ name: String, _ pin: ItemPin, _ kind: ItemBatch.Kind) {
        let source = items.base.text + name
        guard isRename else { return refuse(source, .notCopied(kind, in: request.source.name)) }
        do throws(DataError) {
            let target = try DataKey(naming.target(name))
            guard !target.text.utf8Equals(source) else {
                methods[.nothing, default: 0] += 1
                return
            }
            try check(target, pin)
            specialFiles.append(name, pin, kind: kind)
        } catch {
            refuse(source, error)
        }
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
