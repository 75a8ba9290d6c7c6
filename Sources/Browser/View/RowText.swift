import PersistyData
package import TerminalUI

/// The cells of one row as text.
struct RowText {
    let listing: Listing
    let row: Row
    let dates: DateText

    func cell(_ column: Column, width: Int, _ glyphs: Glyphs) -> ShownText {
        switch column {
        case .name: return ShownText(bytes: listing.nameBytes(row)).cutMiddle(to: width)
        case .size:
            guard listing.kind(row) == .item else { return kindWord.map { $0.cut(to: width) } ?? glyphs.unknown }
            return listing.size(row).map(ByteCount.text) ?? notYet(glyphs)
        case .modified:
            guard let time = listing.time(row) else {
                return listing.kind(row) == .folder ? glyphs.unknown : notYet(glyphs)
            }
            return width >= 12 ? dates.column(time) : dates.short(time)
        case .etag:
            guard listing.kind(row) == .item else { return glyphs.unknown }
            // What cannot be a key is never asked for.
            guard let etag = listing.etag(row) else {
                return listing.key(row) == nil ? glyphs.unknown : glyphs.ellipsis
            }
            return ShownText(etag.value).cut(to: width)
        case .storageClass:
            return listing.storageClass(row).map { ShownText($0).cut(to: width) } ?? glyphs.unknown
        case .type: return type(glyphs).cut(to: width)
        }
    }

    /// What a row is that has no size, so that no name can pose as it: `link`, `pipe`; `nil` for items and folders.
    private var kindWord: ShownText? {
        let kind = listing.kind(row)
        return kind.isSpecial ? ShownText(kind.name) : nil
    }

    /// What is asked for and not answered yet is `…`; what there is none of is `—`.
    private func notYet(_ glyphs: Glyphs) -> ShownText {
        listing.hasAttributes(row) ? glyphs.unknown : glyphs.ellipsis
    }

    private func type(_ glyphs: Glyphs) -> ShownText {
        switch listing.kind(row) {
        case .folder: return "folder"
        case .link, .pipe, .socket, .device, .other: return kindWord ?? glyphs.unknown
        case .item: break
        }
        guard let type = mediaType else { return glyphs.unknown }
        return ShownText(Self.short(type))
    }

    private var mediaType: String? { listing.contentType(row) ?? listing.name(row).flatMap(ContentType.ofName) }

    /// `image/png` as `png`, `text/plain` as `text`.
    static func short(_ type: String) -> String {
        let essence = type.prefix { $0 != ";" }
        let parts = essence.split(separator: "/", maxSplits: 1)
        guard parts.count == 2 else { return String(essence) }
        if parts[1] == "plain" { return String(parts[0]) }
        if parts[1] == "octet-stream" { return "binary" }
        let name = parts[1].split(separator: ".").last ?? parts[1]
        return String(name.hasPrefix("x-") ? name.dropFirst(2) : name)
    }

    var kindRole: Role {
        switch listing.kind(row) {
        case .folder: return .kindFolder
        case .link, .pipe, .socket, .device, .other: return .kindMarker
        case .item: break
        }
        guard let type = mediaType else { return .row }
        let family = type.prefix { $0 != "/" }
        switch family {
        case "image": return .kindImage
        case "audio", "video": return .kindMedia
        case "text": return type.hasPrefix("text/x-") ? .kindCode : .kindText
        case "application":
            if ["zip", "gzip", "zstd", "bzip2", "-xz", "tar", "7z", "rar", "archive"].contains(where: type.contains) {
                return .kindArchive
            }
            return ["json", "sql", "parquet", "xml", "yaml", "toml"].contains(where: type.contains) ? .kindData : .row
        default: return .row
        }
    }
}

extension Column {
    package var title: ShownText {
        switch self {
        case .name: "Name"
        case .size: "Size"
        case .modified: "Modified"
        case .etag: "ETag"
        case .storageClass: "Class"
        case .type: "Type"
        }
    }

    /// The title for a column of that width.
    func title(columns: Int) -> ShownText { self == .modified && columns < 10 ? "When" : title }

    var isTrailing: Bool { self == .size }

    var role: Role {
        switch self {
        case .name: .row
        case .size: .cellSize
        case .modified: .cellTime
        case .etag: .cellEtag
        case .storageClass: .cellType
        case .type: .cellType
        }
    }
}
