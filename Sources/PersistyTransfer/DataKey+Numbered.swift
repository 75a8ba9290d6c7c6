public import PersistyData

extension DataKey {
    /// The key that keeps both: `name-2.ext` beside `name.ext`. A leading dot is no ending, and `.tar.gz` is one.
    ///
    /// - Throws: ``DataError/Code/invalidKey`` when no such key fits.
    public func numbered(_ number: Int) throws(DataError) -> DataKey {
        let (stem, ending) = Self.divide(lastComponent)
        let tail = "-\(number)" + ending
        var short = stem
        // 255 bytes is the most a name of a file may have (NAME_MAX, limits.h(0p)).
        let room = min(255, Self.maximumLength - folder.text.utf8.count) - tail.utf8.count
        while short.utf8.count > room, !short.isEmpty { short.unicodeScalars.removeLast() }
        guard !short.isEmpty || stem.isEmpty else {
            throw DataError(
                .invalidKey, "The name is too long for a number to be added.", key: text, reason: "key.too_long")
        }
        return try DataKey(folder.text + short + tail)
    }

    private static func divide(_ name: String) -> (stem: String, ending: String) {
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else { return (name, "") }
        let stem = name[..<dot]
        guard stem.utf8.count > 4, stem.utf8.suffix(4).elementsEqual(".tar".utf8) else {
            return (String(stem), String(name[dot...]))
        }
        let tar = stem.utf8.index(stem.utf8.endIndex, offsetBy: -4)
        return (String(name[..<tar]), String(name[tar...]))
    }
}
