import PersistyData

/// What stands before the content of a part of a form (RFC 7578 §4).
struct FormPart: Sendable, Hashable {
    private(set) var name: String?
    private(set) var fileName: String?
    private(set) var contentType: String?
    /// The fields that count, of which each is there once.
    private var seen: Set<String> = []

    /// Takes a line, without its end.
    mutating func take(_ line: [UInt8]) throws(RequestRefusal) {
        var scanner = FieldScanner(line)
        guard let field = scanner.token()?.lowercased(), scanner.take(":") else {
            throw .malformed("A part of the form has a line that is no header.")
        }
        guard line.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == UInt8(ascii: "\t") }) else {
            throw .malformed("A part of the form has a header with control characters.")
        }
        // Any others are ignored (§4.8).
        guard ["content-disposition", "content-type", "content-transfer-encoding"].contains(field) else { return }
        guard seen.insert(field).inserted else { throw .malformed("A part of the form has a header twice.") }
        scanner.skipBlanks()
        switch field {
        case "content-disposition": try takeDisposition(&scanner)
        case "content-type": try takeType(&scanner)
        default: try takeEncoding(&scanner)
        }
    }

    private mutating func takeDisposition(_ scanner: inout FieldScanner) throws(RequestRefusal) {
        guard scanner.take("form-data"), let parameters = scanner.parameters() else {
            throw .malformed("A part of the form is none.")
        }
        guard Set(parameters.map(\.name)).count == parameters.count else {
            throw .malformed("A part of the form has two names.")
        }
        // Not `filename*`, which forms have not (§4.2).
        name = try text(parameters, "name")
        fileName = try text(parameters, "filename")
    }

    private func text(_ parameters: [MediaType.Parameter], _ name: String) throws(RequestRefusal) -> String? {
        guard let value = parameters.first(where: { $0.name == name })?.value else { return nil }
        guard let text = String(validating: value, as: UTF8.self) else {
            throw .malformed("A name in the form is not UTF-8.")
        }
        return text
    }

    private mutating func takeType(_ scanner: inout FieldScanner) throws(RequestRefusal) {
        let text = scanner.take { (0x20..<0x7f).contains($0) } ?? ""
        guard scanner.isAtEnd, ContentType.isWellFormed(text), let type = MediaType(text) else {
            throw .malformed("A part of the form has no media type.")
        }
        guard type.type != "multipart" else { throw .malformed("A part of the form is a form.") }
        contentType = text
    }

    /// Content is as it is (§4.7).
    private func takeEncoding(_ scanner: inout FieldScanner) throws(RequestRefusal) {
        let encoding = scanner.token()?.lowercased() ?? ""
        scanner.skipBlanks()
        guard scanner.isAtEnd, ["binary", "7bit", "8bit"].contains(encoding) else {
            throw .malformed("A part of the form is encoded.")
        }
    }
}
