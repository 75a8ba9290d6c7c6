/// Where the keys of a TOML text stand, and whether it may be given to the parser at all.
///
/// TOMLKit tells positions of faults in syntax only, cuts texts at an escaped U+0000, and recurses as deep as the text
/// nests. This scan is forgiving: what it does not understand it skips, because the parser says what is wrong with it.
struct KeyLines {
    /// The deepest that tables and lists may nest.
    static let maximumDepth = 32

    private(set) var positions: [String: TextPosition] = [:]
    /// Where the text nests deeper than allowed.
    private(set) var tooDeep: TextPosition?
    /// The field whose text holds an escaped U+0000.
    private(set) var nulEscape: (field: String, position: TextPosition)?

    private var counts: [String: Int] = [:]
    private var table: [String] = []

    init(_ bytes: [UInt8]) {
        var scan = ByteScan(bytes)
        while !scan.isAtEnd, tooDeep == nil {
            scan.skip(" \t\r\n")
            guard let first = scan.peek else { break }
            switch first {
            case UInt8(ascii: "#"): scan.skipLine()
            case UInt8(ascii: "["): header(&scan)
            default: pair(&scan)
            }
        }
    }

    /// Where `field` stands, or the nearest table or list around it that is known.
    func position(of field: String) -> TextPosition? {
        var field = field[...]
        while !field.isEmpty {
            if let position = positions[String(field)] { return position }
            field = field.lastIndex { $0 == "." || $0 == "[" }.map { field[..<$0] } ?? ""
        }
        return nil
    }

    private mutating func header(_ scan: inout ByteScan) {
        let position = scan.position
        scan.advance()
        let isList = scan.peek == UInt8(ascii: "[")
        if isList { scan.advance() }
        guard let parts = parts(&scan) else { return scan.skipLine() }
        table = resolved(parts.dropLast())
        guard let last = parts.last else { return scan.skipLine() }
        let name = (table + [last]).joined(separator: ".")
        if isList {
            let index = counts[name, default: 0]
            counts[name] = index + 1
            if index == 0 { positions[name] = position }
            table.append("\(last)[\(index)]")
        } else {
            table.append(counts[name].map { "\(last)[\($0 - 1)]" } ?? last)
        }
        let path = table.joined(separator: ".")
        if positions[path] == nil { positions[path] = position }
        scan.skipLine()
    }

    private mutating func pair(_ scan: inout ByteScan) {
        let position = scan.position
        guard let parts = parts(&scan), scan.peek == UInt8(ascii: "=") else { return scan.skipLine() }
        let path = (table + parts).joined(separator: ".")
        if positions[path] == nil { positions[path] = position }
        scan.advance()
        value(&scan, of: path)
    }

    /// The parts of a dotted key, up to what cannot belong to one.
    private mutating func parts(_ scan: inout ByteScan) -> [String]? {
        var parts: [String] = []
        let position = scan.position
        while true {
            scan.skip(" \t")
            guard let part = scan.keyPart() else { return nil }
            parts.append(part)
            guard parts.count + table.count <= 2 * Self.maximumDepth, parts.count <= Self.maximumDepth else {
                tooDeep = position
                return nil
            }
            scan.skip(" \t")
            guard scan.peek == UInt8(ascii: ".") else { return parts }
            scan.advance()
        }
    }

    private mutating func value(_ scan: inout ByteScan, of path: String) {
        var depth = 0
        while let byte = scan.peek {
            switch byte {
            case UInt8(ascii: "\n") where depth == 0: return
            case UInt8(ascii: "#"):
                scan.skipLine()
                if depth == 0 { return }
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                let position = scan.position
                if scan.skipText(), nulEscape == nil { nulEscape = (path, position) }
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                if depth > Self.maximumDepth {
                    tooDeep = scan.position
                    return
                }
                scan.advance()
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                scan.advance()
            default: scan.advance()
            }
        }
    }

    private func resolved(_ parts: ArraySlice<String>) -> [String] {
        var path: [String] = []
        for part in parts {
            let name = (path + [part]).joined(separator: ".")
            path.append(counts[name].map { "\(part)[\($0 - 1)]" } ?? part)
        }
        return path
    }
}
