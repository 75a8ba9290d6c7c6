/// Media types by name and by first bytes.
public enum ContentType {
    /// The type of anything unknown (RFC 2046 §4.5.1).
    public static let unknown = "application/octet-stream"

    /// Whether `text` is `type/subtype` of RFC 9110 tokens, with at most a few parameters, in at most 100 bytes.
    public static func isWellFormed(_ text: String) -> Bool {
        guard text.utf8.count <= 100 else { return false }
        let parts = text.utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        guard let essence = parts.first else { return false }
        let names = essence.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard names.count == 2, names.allSatisfy({ !$0.isEmpty && $0.allSatisfy { isTokenCharacter[Int($0)] } }) else {
            return false
        }
        return parts.dropFirst().allSatisfy { parameter in
            !parameter.isEmpty && parameter.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
                && parameter.contains(UInt8(ascii: "="))
        }
    }

    /// Whether `type` is one of `allowed`, where `image/*` stands for a family.
    public static func matches(_ type: String, _ allowed: [String]) -> Bool {
        let essence = type.prefix { $0 != ";" && $0 != " " && $0 != "\t" }.lowercased()
        return allowed.contains { pattern in
            pattern.hasSuffix("/*") ? essence.hasPrefix(pattern.dropLast()) : essence == pattern.lowercased()
        }
    }

    /// The type that the ending of a name stands for; `nil` for an unknown ending.
    public static func ofName(_ name: String) -> String? {
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
        let ending = name[name.utf8.index(after: dot)...]
        guard ending.utf8.count <= 10 else { return nil }
        return byEnding[ending.lowercased()]
    }

    /// The type by the first bytes of the content; `nil` when they are of no known kind. 512 bytes are enough.
    public static func ofContent(_ bytes: some Collection<UInt8>) -> String? {
        let start = Array(bytes.prefix(512))
        guard !start.isEmpty else { return nil }
        for (offset, signature, type) in signatures
        where start.count >= offset + signature.count && start[offset...].starts(with: signature) {
            return type
        }
        let isText = start.allSatisfy { $0 >= 0x20 && $0 != 0x7f || (0x09...0x0d).contains($0) || $0 == 0x1b }
        guard isText, isUTF8Beginning(start) else { return nil }
        return "text/plain; charset=utf-8"
    }

    /// The type by name, else by content, else ``unknown``.
    public static func guess(name: String, content: some Collection<UInt8>) -> String {
        ofName(name) ?? ofContent(content) ?? unknown
    }

    private static func isUTF8Beginning(_ bytes: [UInt8]) -> Bool {
        // The last scalar may be cut: its first byte says that it has more bytes than there are (RFC 3629 §3).
        guard let start = bytes.lastIndex(where: { $0 & 0xc0 != 0x80 }) else { return false }
        let length =
            switch bytes[start] {
            case 0xc2...0xdf: 2
            case 0xe0...0xef: 3
            case 0xf0...0xf4: 4
            default: 1
            }
        let isCut = start + length > bytes.count
        return String(validating: isCut ? bytes[..<start] : bytes[...], as: UTF8.self) != nil
    }

    /// By byte. A table, as each copy of an item asks of each byte of its type, and a set would hash them.
    private static let isTokenCharacter: [Bool] = {
        let characters = Set(
            "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        return (0...UInt8.max).map { characters.contains($0) }
    }()

    // WHATWG MIME Sniffing §6 and the formats' own definitions.
    private static let signatures: [(offset: Int, bytes: [UInt8], type: String)] = [
        (0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], "image/png"),
        (0, [0xff, 0xd8, 0xff], "image/jpeg"),
        (0, Array("GIF87a".utf8), "image/gif"),
        (0, Array("GIF89a".utf8), "image/gif"),
        (8, Array("WEBPVP".utf8), "image/webp"),
        (4, Array("ftypavif".utf8), "image/avif"),
        (0, Array("%PDF-".utf8), "application/pdf"),
        (0, [0x50, 0x4b, 0x03, 0x04], "application/zip"),
        (0, [0x1f, 0x8b, 0x08], "application/gzip"),
        (0, [0x28, 0xb5, 0x2f, 0xfd], "application/zstd"),
        (0, Array("BZh".utf8), "application/x-bzip2"),
        (0, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "application/x-xz"),
        (0, Array("SQLite format 3\0".utf8), "application/vnd.sqlite3"),
        (0, Array("OggS\0".utf8), "application/ogg"),
        (8, Array("WAVE".utf8), "audio/wav"),
        (0, Array("ID3".utf8), "audio/mpeg"),
        (0, Array("fLaC".utf8), "audio/flac"),
        (4, Array("ftyp".utf8), "video/mp4"),
        (0, [0x1a, 0x45, 0xdf, 0xa3], "video/webm"),
        (0, [0x7f, 0x45, 0x4c, 0x46], "application/x-elf"),
        (0, Array("PAR1".utf8), "application/vnd.apache.parquet"),
        (0, Array("<?xml".utf8), "application/xml"),
        (0, Array("<!DOCTYPE html".utf8), "text/html"),
        (0, Array("<html".utf8), "text/html"),
    ]

    private static let byEnding: [String: String] = [
        "7z": "application/x-7z-compressed", "aac": "audio/aac", "avif": "image/avif", "bin": unknown,
        "bmp": "image/bmp", "bz2": "application/x-bzip2", "c": "text/x-c", "cpp": "text/x-c++", "css": "text/css",
        "csv": "text/csv", "doc": "application/msword",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "epub": "application/epub+zip", "flac": "audio/flac", "gif": "image/gif", "go": "text/x-go",
        "gz": "application/gzip", "h": "text/x-c", "heic": "image/heic", "htm": "text/html", "html": "text/html",
        "ico": "image/vnd.microsoft.icon", "ics": "text/calendar", "ini": "text/plain", "iso": unknown,
        "jar": "application/java-archive", "java": "text/x-java", "jpeg": "image/jpeg", "jpg": "image/jpeg",
        "js": "text/javascript", "json": "application/json", "jsonl": "application/jsonl", "log": "text/plain",
        "m4a": "audio/mp4", "m4v": "video/mp4", "md": "text/markdown", "mjs": "text/javascript",
        "mkv": "video/matroska",
        "mov": "video/quicktime", "mp3": "audio/mpeg", "mp4": "video/mp4", "mpeg": "video/mpeg", "mpg": "video/mpeg",
        "odp": "application/vnd.oasis.opendocument.presentation",
        "ods": "application/vnd.oasis.opendocument.spreadsheet", "odt": "application/vnd.oasis.opendocument.text",
        "ogg": "audio/ogg", "ogv": "video/ogg", "opus": "audio/ogg", "otf": "font/otf",
        "parquet": "application/vnd.apache.parquet", "pdf": "application/pdf", "png": "image/png",
        "ppt": "application/vnd.ms-powerpoint",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation", "py": "text/x-python",
        "rar": "application/vnd.rar", "rb": "text/x-ruby", "rs": "text/x-rust", "rtf": "application/rtf",
        "sh": "application/x-sh", "sql": "application/sql", "sqlite": "application/vnd.sqlite3",
        "svg": "image/svg+xml", "swift": "text/x-swift", "tar": "application/x-tar", "tgz": "application/gzip",
        "tif": "image/tiff", "tiff": "image/tiff", "toml": "application/toml", "ts": "text/x-typescript",
        "ttf": "font/ttf", "txt": "text/plain", "wasm": "application/wasm", "wav": "audio/wav", "webm": "video/webm",
        "webp": "image/webp", "woff": "font/woff", "woff2": "font/woff2", "xls": "application/vnd.ms-excel",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xml": "application/xml",
        "xz": "application/x-xz", "yaml": "application/yaml", "yml": "application/yaml", "zip": "application/zip",
        "zst": "application/zstd",
    ]
}
