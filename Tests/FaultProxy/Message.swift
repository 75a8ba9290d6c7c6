package import NIOCore

/// A header field as it stands on the wire.
package struct Field: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [Field] {
    /// The value of the first field of this name.
    package subscript(name: String) -> String? {
        first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Sets the one field of this name, or takes it out.
    package mutating func set(_ name: String, _ value: String?) {
        removeAll { $0.name.lowercased() == name.lowercased() }
        if let value { append(Field(name, value)) }
    }

    fileprivate var text: String { map { "\($0.name): \($0.value)\r\n" }.joined() + "\r\n" }
}

/// The head of a request that came.
package struct RequestHead: Sendable {
    package var method: String
    /// The path and the query, as they came.
    package var target: String
    package var fields: [Field]

    /// The query.
    package var query: Substring { target.split(separator: "?", maxSplits: 1).dropFirst().first ?? "" }

    var length: Int { fields["content-length"].flatMap { Int($0) } ?? 0 }

    init?(_ text: String) {
        let lines = text.split(separator: "\r\n")
        let words = lines.first?.split(separator: " ", omittingEmptySubsequences: false) ?? []
        guard words.count == 3 else { return nil }
        (method, target) = (String(words[0]), String(words[1]))
        fields = lines.dropFirst().compactMap(Field.init(line:))
    }

    /// As it is sent on, on a connection of its own.
    var onward: ByteBuffer {
        var fields = fields
        fields.set("Connection", "close")
        fields.set("Expect", nil)
        return ByteBuffer(string: "\(method) \(target) HTTP/1.1\r\n" + fields.text)
    }
}

/// An answer, to be sent as it is or as a fault makes it.
package struct Answer: Sendable {
    package var status: Int
    package var fields: [Field]
    package var body: ByteBuffer

    /// An answer whose length is that of its body.
    package init(_ status: Int, _ fields: [Field] = [], body: ByteBuffer = ByteBuffer()) {
        self.status = status
        self.fields = fields
        self.body = body
        self.fields.set("Content-Length", "\(body.readableBytes)")
    }

    /// An answer that holds a text.
    package init(_ status: Int, _ fields: [Field] = [], text: String) {
        self.init(status, fields, body: ByteBuffer(string: text))
    }

    init?(head text: String) {
        let lines = text.split(separator: "\r\n")
        guard let words = lines.first?.split(separator: " "), words.count > 1, let status = Int(words[1]) else {
            return nil
        }
        self.status = status
        fields = lines.dropFirst().compactMap(Field.init(line:))
        body = ByteBuffer()
    }

    /// The head as it is sent.
    package var head: ByteBuffer { ByteBuffer(string: "HTTP/1.1 \(status) Answer\r\n" + fields.text) }

    /// All of it as it is sent.
    package var wire: ByteBuffer {
        var wire = head
        wire.writeImmutableBuffer(body)
        return wire
    }
}

extension Field {
    init?(line: Substring) {
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        var value = parts[1].drop { $0 == " " }
        while value.last == " " { value.removeLast() }
        self.init(String(parts[0]), String(value))
    }
}
