/// Names that other projects' tests found to break stores.
enum Names {
    /// go-cloud's drivertest `testKeys`, without the group that holds U+0000.
    static let weird: [String] =
        [
            "foo/bar/baz", "foo//bar///baz", "../foo/../bar/../../baz../", "foo\\bar\\baz", "..\\foo\\bar\\",
            "foo\"bar\"baz", "foo'bar'baz", "foo bar baz", " foo ", "0foo", "☺☺☺", "foo:bar|baz<>?*",
        ] + (1..<8).map { group in "a" + text(of: group * 16..<group * 16 + 16) + "z" } + ["a" + text(of: 1..<16) + "z"]

    /// rclone's fstests `FsEncoding`, as names without a slash.
    static let encodings: [String] = [
        text(of: 1..<0x20) + "\u{7f}", ".", "..", ". .", "!\"#$%&'()*+,-.:;<=>?@[\\]^_`{|}~", " leading space",
        "~leading tilde", "\rleading CR", "\nleading LF", "\tleading HT", "\u{0b}leading VT", ".leading dot",
        "trailing space ", "trailing CR\r", "trailing LF\n", "trailing HT\t", "trailing VT\u{0b}", "trailing dot.",
        "test%46.txt", "CON", "nul.txt",
    ]

    /// Characters that a URL gives a meaning, and what looks as if it were escaped already.
    static let addresses = [
        "%2F", "%48%45%4C%4C%4F", "%Q", "%", "a+b", "a b", "a&b", "a=b", "a#b", "a?b", "a;b", "a%2Fb", "a%252Fb",
        "__0x2f__", "__0x2f__a", "__0X2F__", "\\x2f", "&amp;", "<key>", "I'm a < & weird path",
    ]

    /// Slashes wherever they can stand.
    static let slashes = ["/x", "//x", "a//b", "a///b", "a/", "a//", "b", "/", "//"]

    /// Emoji, flags and families: several scalars that Swift counts as one character.
    static let emoji = ["😀", "🇩🇪", "👩‍👩‍👧‍👦", "❤️", "❤", "🇩🇪🇫🇷", "e\u{301}\u{301}", "\u{301}first", "\u{200d}first"]

    private static func text(of range: Range<Int>) -> String {
        String(decoding: range.map(UInt8.init), as: UTF8.self)
    }
}
