import PersistyData

extension LinkToken {
    /// The payload: `v aud st key op nbf exp jti`, then `cd` or `max ct ow`, `len` and `sha`.
    var claims: [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(256 + key.text.utf8.count)
        text.append("{\"v\":1,\"aud\":" as StaticString)
        text.append(json: audience)
        text.append(",\"st\":" as StaticString)
        text.append(json: store)
        text.append(",\"key\":" as StaticString)
        text.append(json: key.text)
        text.append(",\"op\":" as StaticString)
        text.append(json: use.operation)
        text.append(",\"nbf\":\(notBefore),\"exp\":\(expires),\"jti\":\"")
        text.append(id.text)
        text.append("\"," as StaticString)
        switch use {
        case .get(let presentation):
            let kind = presentation.isInline ? "inline" : "attachment"
            text.append("\"cd\":" as StaticString)
            text.append(json: presentation.fileName.map { kind + ":" + $0 } ?? kind)
        case .put(let upload), .post(let upload): text.append(claimsOf: upload)
        }
        text.append(UInt8(ascii: "}"))
        return text
    }

    /// Reads a payload.
    init(claims: [UInt8]) throws(TokenRefusal) {
        var scanner = ClaimScanner(claims)
        try scanner.expect("{\"v\":1,\"aud\":")
        audience = try scanner.string()
        try scanner.expect(",\"st\":")
        store = try scanner.string()
        try scanner.expect(",\"key\":")
        do { key = try DataKey(try scanner.string()) } catch { throw .payload }
        try scanner.expect(",\"op\":")
        let operation = try scanner.string()
        try scanner.expect(",\"nbf\":")
        notBefore = try scanner.integer()
        try scanner.expect(",\"exp\":")
        expires = try scanner.integer()
        // So that no difference of the two overflows.
        guard notBefore >= 0, expires >= .min / 2, notBefore <= .max / 2, expires <= .max / 2 else { throw .payload }
        try scanner.expect(",\"jti\":")
        guard let id = ID(try scanner.string()) else { throw .payload }
        self.id = id
        switch operation {
        case "get": use = .get(try Presentation(&scanner))
        case "put": use = .put(try Upload(&scanner))
        case "post": use = .post(try Upload(&scanner))
        default: throw .payload
        }
        try scanner.expect("}")
        guard scanner.isAtEnd else { throw .payload }
    }
}

extension [UInt8] {
    fileprivate mutating func append(claimsOf upload: LinkToken.Upload) {
        append("\"max\":\(upload.limit),\"ct\":")
        append(json: upload.contentTypes.joined(separator: ","))
        append(",\"ow\":" as StaticString)
        append(json: upload.condition.claim)
        if let length = upload.length { append(",\"len\":\(length)") }
        guard let sha256 = upload.sha256 else { return }
        append(",\"sha\":\"" as StaticString)
        Base64URL.append(sha256, to: &self)
        append(UInt8(ascii: "\""))
    }
}

extension LinkToken.Use {
    /// Whether what is written of it is read as the same: a token that says it otherwise would open nothing.
    var isReadable: Bool {
        switch self {
        case .get(let presentation): return presentation.fileName.map { (1...255).contains($0.utf8.count) } ?? true
        case .put(let upload), .post(let upload):
            return !upload.contentTypes.isEmpty
                && upload.contentTypes.allSatisfy {
                    $0 == "*" || ContentType.isWellFormed($0) && !$0.contains(",")
                } && WriteCondition(claim: upload.condition.claim) == upload.condition
        }
    }

    /// The claim `op`.
    var operation: String {
        switch self {
        case .get: "get"
        case .put: "put"
        case .post: "post"
        }
    }
}

extension LinkToken.Presentation {
    fileprivate init(_ scanner: inout ClaimScanner) throws(TokenRefusal) {
        try scanner.expect(",\"cd\":")
        let text = try scanner.string()
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch parts[0] {
        case "attachment": isInline = false
        case "inline": isInline = true
        default: throw .payload
        }
        guard parts.count == 2 else { return }
        guard !parts[1].isEmpty, parts[1].utf8.count <= 255 else { throw .payload }
        fileName = String(parts[1])
    }
}

extension LinkToken.Upload {
    fileprivate init(_ scanner: inout ClaimScanner) throws(TokenRefusal) {
        try scanner.expect(",\"max\":")
        limit = try scanner.integer()
        guard limit >= 0 else { throw .payload }
        try scanner.expect(",\"ct\":")
        contentTypes = try scanner.string().split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard contentTypes.allSatisfy({ $0 == "*" || ContentType.isWellFormed($0) }) else { throw .payload }
        try scanner.expect(",\"ow\":")
        guard let condition = WriteCondition(claim: try scanner.string()) else { throw .payload }
        self.condition = condition
        if scanner.take(",\"len\":") {
            let length = try scanner.integer()
            guard (0...limit).contains(length) else { throw .payload }
            self.length = length
        }
        if scanner.take(",\"sha\":") {
            guard let digest = Base64URL.decode(Array(try scanner.string().utf8)), digest.count == 32 else {
                throw .payload
            }
            sha256 = digest
        }
    }
}

extension WriteCondition {
    /// The claim `ow`: what may be overwritten.
    var claim: String {
        switch self {
        case .absent: "never"
        case .always: "always"
        case .present: "if-match:*"
        case .matches(let etag): "if-match:" + etag.headerValue
        }
    }

    init?(claim: String) {
        switch claim {
        case "never": self = .absent
        case "always": self = .always
        case "if-match:*": self = .present
        default:
            let text = claim.dropFirst("if-match:".count)
            guard claim.hasPrefix("if-match:\""), text.count > 2, text.hasSuffix("\"") else { return nil }
            self = .matches(ETag(String(text.dropFirst().dropLast())))
        }
    }
}
