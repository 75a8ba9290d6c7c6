extension ServerConfiguration.Key {
    /// Whether `id` can be the id of a key: 1 to 64 letters, digits, “-” and “_”.
    package static func isID(_ id: String) -> Bool {
        (1...64).contains(id.utf8.count) && id.utf8.allSatisfy(idCharacters.contains)
    }

    private static let idCharacters = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8)
}

extension [ServerConfiguration.Key] {
    /// With `key` as the next to sign; as the one that signs, where none does.
    package func adding(id: String, file: String) -> [ServerConfiguration.Key] {
        self + [.init(id: id, file: file, status: contains { $0.status == .signing } ? .next : .signing)]
    }

    /// The first that was next signs, and the one that signed verifies what it has signed; `nil` where none is next.
    package var rotated: [ServerConfiguration.Key]? {
        guard let next = firstIndex(where: { $0.status == .next }) else { return nil }
        var keys = self
        for index in keys.indices where keys[index].status == .signing { keys[index].status = .verify }
        keys[next].status = .signing
        return keys
    }

    /// The line of a configuration in `folder` that sets these keys.
    package func line(in folder: String) -> String {
        let tables = map { key in
            let isInside = key.file.utf8.starts(with: (folder + "/").utf8)
            let file = isInside ? String(key.file.utf8.dropFirst(folder.utf8.count + 1)) ?? key.file : key.file
            return "{ id = \"\(key.id)\", file = \(Self.quoted(file)), status = \"\(key.status.rawValue)\" }"
        }
        return "keys = [\(tables.joined(separator: ", "))]"
    }

    /// `text` as a basic string (TOML 1.0).
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\" + String(scalar)
            case "\0"..<" ", "\u{7f}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
