package import NIOCore
import PersistyData

/// What a service answered: the head, and the body where it was asked to be held.
package struct S3Answer: Sendable {
    /// The status.
    package var status: Int
    /// The headers, by their names in lower case; of a repeated one the first.
    package var headers: [String: String]
    /// The body.
    package var body: [UInt8] = []

    /// The value of a header, by its name in lower case.
    package func header(_ name: String) -> String? { headers[name] }

    /// What `Content-Length` says; `nil` where it says nothing that is a number.
    var length: Int64? { header("content-length").flatMap { Int64(decimal: Array($0.utf8)[...].trimmed) } }

    /// The `Date`.
    var date: Timestamp? { header("date").flatMap { Timestamp(httpDate: Array($0.utf8)[...].trimmed) } }
}

/// An answer whose body is read as it comes. Letting it go closes its connection.
package struct S3Stream: Sendable {
    /// The head.
    package let head: S3Answer
    /// How long a body that is held whole may take, beside a second for every 8 KiB that came of it.
    let patience: Duration
    /// The next bytes; `nil` at the end.
    package let next: @Sendable () async throws(AttemptError) -> ByteBuffer?
}
