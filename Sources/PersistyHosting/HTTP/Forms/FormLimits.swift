/// How much of a form there may be beside its file.
package struct FormLimits: Sendable, Hashable {
    /// Parts, with the file.
    package var parts = 20
    /// Bytes before the first part, which nobody needs.
    package var preamble = 1024
    /// Bytes of what stands before the content of one part.
    package var head = 8192
    /// Bytes of the names and values of all fields.
    package var fields = 65_536

    /// What servers of forms usually take.
    package init() {}

    /// The most bytes of a form with a file of `limit` bytes; ``Int64/max`` where there is no more.
    package func formLimit(file limit: Int64) -> Int64 {
        // A boundary with what stands around it has at most 76 bytes.
        let rest = Int64(preamble + parts * (head + 76) + fields + 78)
        let (sum, overflows) = limit.addingReportingOverflow(rest)
        return overflows ? .max : sum
    }
}
