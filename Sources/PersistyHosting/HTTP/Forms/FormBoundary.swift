package import HTTPTypes

/// What stands between the parts of a form (RFC 2046 §5.1.1).
package struct FormBoundary: Sendable, Hashable {
    /// Without the “--” before it.
    let bytes: [UInt8]

    /// The boundary that the head of a request names.
    package init(_ fields: HTTPFields) throws(RequestRefusal) {
        let types = fields[values: .contentType]
        guard types.count <= 1 else { throw .malformed("The Content-Type is there twice.") }
        guard let value = types.first else { throw .unsupportedType("A form is sent as multipart/form-data.") }
        guard let type = MediaType(value) else { throw .malformed("The Content-Type is none.") }
        guard type.essence == "multipart/form-data" else {
            throw .unsupportedType("A form is sent as multipart/form-data.")
        }
        let boundaries = type.values("boundary")
        guard boundaries.count == 1 else { throw .malformed("A form has one boundary.") }
        try self.init(boundaries[0])
    }

    /// The boundary `bytes`.
    init(_ bytes: [UInt8]) throws(RequestRefusal) {
        guard (1...70).contains(bytes.count), bytes.allSatisfy(Self.characters.contains),
            bytes.last != UInt8(ascii: " ")
        else { throw .malformed("The boundary is none.") }
        self.bytes = bytes
    }

    /// `bchars`.
    private static let characters = Set(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'()+_,-./:=? ".utf8)
}
