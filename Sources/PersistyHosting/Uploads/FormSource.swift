import HTTPTypes
import NIOCore
import PersistyData

/// The file of a form: what comes before it is read and let go, and its end is told when the whole form has come.
///
/// Not checked by the compiler: a store asks for the next bytes only when it has the ones before.
final class FormSource: @unchecked Sendable {
    private let body: BodySource
    private var parser: FormParser
    private var events: ArraySlice<FormParser.Event> = []
    private var isEnded = false

    init(_ body: BodySource, _ boundary: FormBoundary) {
        self.body = body
        parser = FormParser(boundary)
    }

    /// Reads up to the file, and gives the type that it is sent as.
    func begin() async throws(DataError) -> String? {
        while let event = try await event() {
            if case .fileBegan(_, let contentType) = event { return contentType }
        }
        throw .refused(.malformed("The form has no file."))
    }

    /// The next bytes of the file; `nil` when the form has come to its end.
    func next() async throws(DataError) -> ByteBuffer? {
        while let event = try await event() {
            if case .fileBytes(let buffer) = event { return buffer }
        }
        return nil
    }

    private func event() async throws(DataError) -> FormParser.Event? {
        while true {
            if let event = events.popFirst() { return event }
            if isEnded { return nil }
            let buffer = try await body.next()
            do throws(RequestRefusal) {
                if let buffer {
                    events = try parser.take(buffer)[...]
                } else {
                    try parser.finish()
                    isEnded = true
                }
            } catch {
                throw .refused(error)
            }
        }
    }
}

extension DataError {
    /// What a request is refused for while a store takes its bytes; ``Refusal`` makes of it what it was.
    static func refused(_ refusal: RequestRefusal) -> DataError {
        DataError(
            .badContentType, refusal.reason, hint: "Nothing was stored.",
            reason: "request.\(refusal.status.code)")
    }
}
