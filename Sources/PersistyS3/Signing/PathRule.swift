import PersistyData

/// How the path of a request becomes the canonical one that is signed.
package enum PathRule: Sendable, Hashable {
    /// As it is sent: encoded once, `//` and `..` untouched. S3's rule, because `a//b` and `a/../b` are keys.
    case once
    /// Normalised (RFC 3986 §5.2.4, and runs of `/` made one) and encoded again. The rule of all other services, STS too.
    case twice

    /// Adds the canonical path for `path`, which is as it is sent.
    func append(_ path: String, to bytes: inout [UInt8]) {
        switch self {
        case .once: bytes.append(path.isEmpty ? "/" : path)
        case .twice: bytes.appendPercentEncoded(Self.normalised(path), keepingSlash: true)
        }
    }

    /// `path` without `.`, `..` and empty segments. A `/` at the end stays.
    static func normalised(_ path: String) -> String {
        let slash = UInt8(ascii: "/")
        var kept: [Substring.UTF8View] = []
        for segment in path.utf8.split(separator: slash, omittingEmptySubsequences: true) {
            if segment.elementsEqual("..".utf8) {
                _ = kept.popLast()
            } else if !segment.elementsEqual(".".utf8) {
                kept.append(segment)
            }
        }
        let joined = kept.map { String(Substring($0)) }.joined(separator: "/")
        let isFolder = path.utf8.last == slash || path.hasSuffix("/.") || path.hasSuffix("/..")
        return "/" + joined + (isFolder && !kept.isEmpty ? "/" : "")
    }
}
