import PersistyData

/// The place of a key in a directory: a folder's path and a name in it, checked to be one.
struct ItemPath: Sendable {
    /// The whole path, which is the key.
    let text: String
    /// The folder's path without a `/` at its end; empty for the root.
    let folder: String
    /// The file's name.
    let name: String

    init(_ key: DataKey, store: String) throws(DataError) {
        if let fault = PathFault(key.text) { throw fault.error(key: key.text, store: store) }
        text = key.text
        let folder = key.folder.text
        self.folder = String(folder.dropLast())
        name = key.lastComponent
    }

    /// The folder's path, or that of the folder above, and so on to the root.
    static func parent(of folder: String) -> (folder: String, name: String) {
        guard let slash = folder.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", folder) }
        return (String(folder[..<slash]), String(folder[folder.utf8.index(after: slash)...]))
    }
}

/// A folder's path: empty for the root, else without a `/` at its end.
struct FolderPath: Sendable {
    let text: String

    init(_ prefix: DataPrefix, store: String) throws(DataError) {
        text = String(prefix.text.dropLast())
        if !prefix.isRoot, let fault = PathFault(text) { throw fault.error(key: prefix.text, store: store) }
    }
}

/// Why a text is not the path of a file in a directory.
enum PathFault: String {
    case dotSegment = "key.dot_segment"
    case emptySegment = "key.empty_segment"
    case longSegment = "key.segment_too_long"
    case reserved = "key.reserved"

    /// The name of the folder in which files wait until they are whole.
    static let stagingName = ".persisty-staging"

    /// The fault of `path`, or `nil`.
    init?(_ path: String) {
        var path = path
        let fault = path.withUTF8 { bytes in
            bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).lazy
                .compactMap { Self(segment: UnsafeBufferPointer(rebasing: $0)) }.first
        }
        guard let fault else { return nil }
        self = fault
    }

    private init?(segment: UnsafeBufferPointer<UInt8>) {
        switch segment.count {
        case 0: self = .emptySegment
        case 256...: self = .longSegment
        case 1...2 where segment.allSatisfy { $0 == UInt8(ascii: ".") }: self = .dotSegment
        case Self.stagingName.utf8.count where segment.elementsEqual(Self.stagingName.utf8): self = .reserved
        default: return nil
        }
    }

    func error(key: String, store: String) -> DataError {
        let message =
            switch self {
            case .dotSegment: "A directory cannot hold a key with the segment “.” or “..”."
            case .emptySegment: "A directory cannot hold a key that begins or ends with “/” or has “//” in it."
            case .longSegment: "A directory cannot hold a name of more than 255 bytes."
            case .reserved: "The name “\(Self.stagingName)” is kept for files that are being written."
            }
        return DataError(
            .invalidKey, message, hint: "Nothing was changed; choose another key.", key: key, store: store,
            reason: rawValue)
    }
}
