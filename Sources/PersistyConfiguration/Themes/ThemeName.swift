/// The name of a theme, which is that of its file without `.toml`.
package enum ThemeName {
    /// Whether `name` can be a theme's: no path, no URL, nothing that a file system would take for one.
    package static func isWellFormed(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count) && name.utf8.allSatisfy(characters.contains)
            && name.utf8.first != UInt8(ascii: "-")
    }

    static let hint = "A theme has a name of up to 64 letters, digits, “-” and “_”, and no path."

    private static let characters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8)
}
