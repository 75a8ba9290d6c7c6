package import HTTPTypes
package import PersistyData

/// What the head of an upload by a form says, where its link admits it: decided before a byte of the form is asked for or
/// read. The type of the file comes later, in the form: ``LinkToken/Upload/admitted(_:)``.
package struct FormHeaders: Sendable, Hashable {
    package var boundary: FormBoundary
    /// The most bytes of the form, with all that stands around the file.
    package var formLimit: Int64
    /// The exact number of bytes of the file, where the link says it.
    package var length: Int64?
    /// The most bytes of the file.
    package var limit: Int64
    /// What the file must be, where the link says it.
    package var digests: [Digest]
    /// What must be so for it to be written: the link's condition and the request's.
    package var condition: WriteCondition
    /// Whether the client waits for a 100 before it sends the form.
    package var awaitsContinue: Bool

    /// Reads the head of a POST.
    ///
    /// - Parameter serverLimit: The most bytes of a file that the server takes, whatever the link says.
    package init(
        _ fields: HTTPFields, for upload: LinkToken.Upload, serverLimit: Int64, limits: FormLimits = FormLimits()
    ) throws(RequestRefusal) {
        boundary = try FormBoundary(fields)
        limit = min(upload.limit, serverLimit)
        length = upload.length
        if let length {
            guard length <= limit else { throw .tooLarge("The file has more bytes than the server takes.") }
            limit = length
        }
        formLimit = limits.formLimit(file: limit)
        awaitsContinue = try UploadFraming(fields, limit: formLimit).awaitsContinue
        digests = upload.sha256.flatMap { Digest(.sha256, $0) }.map { [$0] } ?? []
        condition = try upload.condition.and(try WriteCondition(fields))
    }
}
