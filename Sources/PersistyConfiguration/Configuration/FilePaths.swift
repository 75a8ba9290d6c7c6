import Glibc

/// Paths as a configuration spells them.
enum FilePaths {
    /// `path` without `.`, `//` and a trailing `/`. `..` stays: what it means depends on links.
    static func tidied(_ path: String) -> String {
        let parts = path.utf8.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
        return "/" + parts.map { String(Substring($0)) }.joined(separator: "/")
    }

    /// `path` with all links resolved; of what is not there yet, as much as is.
    static func resolved(_ path: String) -> String {
        var head = tidied(path)
        var tail: [String] = []
        while head != "/" {
            if let found = realpath(head, nil) {
                defer { free(found) }
                head = String(cString: found)
                break
            }
            let slash = head.utf8.lastIndex(of: UInt8(ascii: "/")) ?? head.startIndex
            tail.insert(String(head[head.utf8.index(after: slash)...]), at: 0)
            head = slash == head.startIndex ? "/" : String(head[..<slash])
        }
        return tidied(([head] + tail).joined(separator: "/"))
    }

    /// The folder that `path` lies in.
    static func folder(of path: String) -> String {
        let path = tidied(path)
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}
