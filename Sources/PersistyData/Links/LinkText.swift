/// Links and forms as text that somebody pastes elsewhere. Keys and types come from outside: each is written so that it
/// means nothing but itself where it is pasted.
public enum LinkText {
    /// `text` as one word of a shell (POSIX.1 §2.2.2).
    public static func shellWord(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { plain.contains($0) }
        return isPlain
            ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// `text` inside an element or a quoted attribute of HTML.
    public static func html(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            // A parser of HTML would take other ends of lines for "\n".
            case "\0"..<" ", "\u{7f}"..<"\u{a0}": escaped += "&#\(scalar.value);"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// `text` as a JSON string (RFC 8259 §7), in ASCII.
    public static func json(_ text: String) -> String {
        var quoted: [UInt8] = []
        quoted.append(json: text)
        return String(decoding: quoted, as: UTF8.self)
    }

    private static let plain = ASCIISet(ASCIISet.alphanumerics + "-_./:@%+=,")
}

extension SignedURL {
    /// A command that uses the address: it reads to a file `name`, or writes from one.
    public func curl(file name: String) -> String {
        var words = ["curl", "--fail"]
        // curl would take "." and ".." out of the path, and with them the key and the signature would be others.
        if url.hasDotSegment { words.append("--path-as-is") }
        switch method {
        case .get: words += ["--output", name.startingInFolder]
        case .head: words.append("--head")
        case .put: words += ["--upload-file", name.startingInFolder]
        case .delete: words += ["--request", "DELETE"]
        }
        for header in headers { words += ["--header", header.name + ": " + header.value] }
        return (words + [url]).map(LinkText.shellWord).joined(separator: " ")
    }

    /// The address with what must be sent with it, as one JSON object.
    public var json: String {
        let headers = headers.map { LinkText.json($0.name) + ":" + LinkText.json($0.value) }
        return "{\"method\":\"\(method.rawValue)\",\"url\":\(LinkText.json(url)),"
            + "\"headers\":{\(headers.joined(separator: ","))},\"expiresAt\":\"\(expiresAt.rfc3339)\"}"
    }
}

extension UploadForm {
    /// A command that uploads a file `name`.
    public func curl(file name: String) -> String {
        var words = ["curl", "--fail"]
        if url.hasDotSegment { words.append("--path-as-is") }
        switch method {
        case .put: words += ["--upload-file", name.startingInFolder]
        case .post:
            // --form-string takes a value as it is; --form would read files for values that begin with "@".
            for field in fields { words += ["--form-string", field.name + "=" + field.value] }
            words += ["--form", fileField + "=@" + name.quotedForCurl + typeForCurl]
        }
        for header in headers { words += ["--header", header.name + ": " + header.value] }
        return (words + [url]).map(LinkText.shellWord).joined(separator: " ")
    }

    /// A page with the form, for a web browser; `nil` for one that browsers cannot send by themselves.
    public var html: String? {
        guard method == .post else { return nil }
        let inputs = fields.map {
            "  <input type=\"hidden\" name=\"\(LinkText.html($0.name))\" value=\"\(LinkText.html($0.value))\">\n"
        }
        let accept =
            policy.contentTypes.isEmpty
            ? "" : " accept=\"\(LinkText.html(policy.contentTypes.joined(separator: ",")))\""
        return "<form action=\"\(LinkText.html(url))\" method=\"post\" enctype=\"multipart/form-data\">\n"
            + inputs.joined() + "  <input type=\"file\" name=\"\(LinkText.html(fileField))\"\(accept) required>\n"
            + "  <button>Upload</button>\n</form>\n"
    }

    /// The form as one JSON object; its fields are an array, since their order counts.
    public var json: String {
        let fields = fields.map { "{\"name\":\(LinkText.json($0.name)),\"value\":\(LinkText.json($0.value))}" }
        let headers = headers.map { LinkText.json($0.name) + ":" + LinkText.json($0.value) }
        let types = policy.contentTypes.map(LinkText.json)
        return "{\"method\":\"\(method.rawValue)\",\"url\":\(LinkText.json(url)),"
            + "\"fields\":[\(fields.joined(separator: ","))],\"fileField\":\(LinkText.json(fileField)),"
            + "\"headers\":{\(headers.joined(separator: ","))},\"expiresAt\":\"\(expiresAt.rfc3339)\","
            + "\"minimumSize\":\(policy.sizes?.lowerBound ?? 0),\"maximumSize\":\(policy.sizes.map { "\($0.upperBound)" } ?? "null"),"
            + "\"contentTypes\":[\(types.joined(separator: ","))],"
            + "\"unkept\":[\(unkept.map(LinkText.json).joined(separator: ","))]}"
    }

    /// The type that curl is to name, where there is only one.
    private var typeForCurl: String {
        guard policy.contentTypes.count == 1, !policy.contentTypes[0].contains("*") else { return "" }
        return ";type=" + policy.contentTypes[0]
    }
}

extension String {
    /// Whether the path of this address has a step in it that clients take out (RFC 3986 §5.2.4).
    fileprivate var hasDotSegment: Bool {
        prefix { $0 != "?" }.utf8.split(separator: UInt8(ascii: "/")).contains {
            $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8)
        }
    }

    /// This name as a path that no program takes for an option.
    fileprivate var startingInFolder: String { hasPrefix("-") ? "./" + self : self }

    /// This name as the file of a form in curl(1): in quotes, where "," and ";" are plain.
    fileprivate var quotedForCurl: String {
        var quoted = "\""
        for character in startingInFolder.unicodeScalars {
            if character == "\"" || character == "\\" { quoted += "\\" }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "\""
    }
}
