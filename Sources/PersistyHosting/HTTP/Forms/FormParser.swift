package import NIOCore

/// Reads a form with a file, `multipart/form-data` (RFC 7578, RFC 2046 §5.1), as it comes.
///
/// It is strict: what two readers could take for two things is refused. Of the file it holds nothing back but what may be
/// the beginning of a boundary, and its bytes are not copied. After a refusal it is of no more use.
package struct FormParser: Sendable {
    package enum Event: Sendable, Hashable {
        case field(name: String, value: String)
        case fileBegan(fileName: String?, contentType: String?)
        /// Some bytes of the file, at least one.
        case fileBytes(ByteBuffer)
        case fileEnded
        /// The last part has ended.
        case ended
    }

    private enum State {
        /// Before the first part, where there is nothing.
        case preamble
        /// After a boundary: what follows says whether a part does.
        case boundary
        /// Before the content of a part.
        case head
        case field
        case file
        /// After the last part: a line end may follow.
        case epilogue
    }

    /// The name of the part that is the file.
    private static let fileName = "file"
    private static let lineEnd = Array("\r\n".utf8)

    private let limits: FormLimits
    private var state = State.preamble
    private var boundaries: DelimiterSearch
    private var lines = DelimiterSearch(lineEnd)
    /// What has come of what is not yet complete: a line, or the value of a field.
    private var pending: [UInt8] = []
    /// The bytes of the preamble, or of the head of a part.
    private var size = 0
    private var part = FormPart()
    private var parts = 0
    private var fieldBytes = 0
    private var hasFile = false

    /// A reader of a form whose parts stand between `boundary`.
    package init(_ boundary: FormBoundary, limits: FormLimits = FormLimits()) {
        self.limits = limits
        // A form begins with a boundary as if after a line end.
        boundaries = DelimiterSearch(Self.lineEnd + Array("--".utf8) + boundary.bytes, matched: Self.lineEnd.count)
    }

    /// Takes some bytes of the form; what they complete.
    package mutating func take(_ bytes: ByteBuffer) throws(RequestRefusal) -> [Event] {
        var rest = bytes
        var events: [Event] = []
        while rest.readableBytes > 0 { try step(&rest, &events) }
        return events
    }

    /// Takes the end of the form, which must be complete.
    package func finish() throws(RequestRefusal) {
        guard state == .epilogue, pending.isEmpty || pending == Self.lineEnd else {
            throw .malformed("The form ends early.")
        }
    }

    /// Takes at least one byte.
    private mutating func step(_ rest: inout ByteBuffer, _ events: inout [Event]) throws(RequestRefusal) {
        switch state {
        case .preamble: try takePreamble(&rest)
        case .boundary: try takeBoundaryEnd(&rest, &events)
        case .head: try takeHead(&rest, &events)
        case .field: try takeField(&rest, &events)
        case .file: takeFile(&rest, &events)
        case .epilogue: try takeEpilogue(&rest)
        }
    }

    private mutating func begin(_ next: State) {
        state = next
        pending.removeAll()
        size = 0
    }

    private mutating func takePreamble(_ rest: inout ByteBuffer) throws(RequestRefusal) {
        let found = boundaries.take(from: &rest)
        size += found.content.readableBytes
        guard size <= limits.preamble else { throw .malformed("The form begins with no part.") }
        if found.isDelimiter { begin(.boundary) }
    }

    private mutating func takeBoundaryEnd(
        _ rest: inout ByteBuffer, _ events: inout [Event]
    ) throws(RequestRefusal) {
        pending += rest.readBytes(length: 1) ?? []
        switch pending {
        case [UInt8(ascii: "\r")], [UInt8(ascii: "-")]: break
        case Self.lineEnd:
            parts += 1
            guard parts <= limits.parts else { throw .tooLarge("The form has too many parts.") }
            part = FormPart()
            begin(.head)
        case Array("--".utf8):
            guard hasFile else { throw .malformed("The form has no file.") }
            events.append(.ended)
            begin(.epilogue)
        default: throw .malformed("A boundary of the form does not end its line.")
        }
    }

    private mutating func takeHead(_ rest: inout ByteBuffer, _ events: inout [Event]) throws(RequestRefusal) {
        let found = lines.take(from: &rest)
        size += found.released + found.content.readableBytes
        guard size <= limits.head else { throw .tooLarge("A part of the form has too long a head.") }
        append(found, of: lines)
        guard found.isDelimiter else { return }
        if pending.isEmpty {
            try beginContent(&events)
        } else {
            try part.take(pending)
            pending.removeAll(keepingCapacity: true)
            size += Self.lineEnd.count
        }
    }

    private mutating func beginContent(_ events: inout [Event]) throws(RequestRefusal) {
        guard let name = part.name else { throw .malformed("A part of the form has no name.") }
        if name == Self.fileName {
            guard !hasFile else { throw .malformed("The form has more than one file.") }
            hasFile = true
            events.append(.fileBegan(fileName: part.fileName, contentType: part.contentType))
            begin(.file)
        } else {
            guard part.fileName == nil else { throw .malformed("The file of the form is not named “file”.") }
            try count(name.utf8.count)
            begin(.field)
        }
    }

    private mutating func takeField(_ rest: inout ByteBuffer, _ events: inout [Event]) throws(RequestRefusal) {
        let found = boundaries.take(from: &rest)
        try count(found.released + found.content.readableBytes)
        append(found, of: boundaries)
        guard found.isDelimiter else { return }
        guard let value = String(validating: pending, as: UTF8.self) else {
            throw .malformed("A field of the form is not UTF-8.")
        }
        events.append(.field(name: part.name ?? "", value: value))
        begin(.boundary)
    }

    private mutating func takeFile(_ rest: inout ByteBuffer, _ events: inout [Event]) {
        let found = boundaries.take(from: &rest)
        if found.released > 0 {
            events.append(.fileBytes(ByteBuffer(bytes: boundaries.delimiter.prefix(found.released))))
        }
        if found.content.readableBytes > 0 { events.append(.fileBytes(found.content)) }
        guard found.isDelimiter else { return }
        events.append(.fileEnded)
        begin(.boundary)
    }

    private mutating func takeEpilogue(_ rest: inout ByteBuffer) throws(RequestRefusal) {
        // Whatever more there is, one byte beyond a line end is too many.
        pending += rest.readableBytesView.prefix(Self.lineEnd.count + 1)
        guard Self.lineEnd.starts(with: pending) else { throw .malformed("The form goes on after its end.") }
        rest.clear()
    }

    private mutating func append(_ found: DelimiterSearch.Found, of search: DelimiterSearch) {
        pending += search.delimiter.prefix(found.released)
        pending += found.content.readableBytesView
    }

    /// Counts what fields have in sum.
    private mutating func count(_ bytes: Int) throws(RequestRefusal) {
        fieldBytes += bytes
        guard fieldBytes <= limits.fields else { throw .tooLarge("The fields of the form are too long.") }
    }
}
