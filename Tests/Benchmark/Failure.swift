import Glibc

/// Why something could not be measured, as a sentence.
struct Failure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }

    /// What the system refused.
    init(_ what: String, errorNumber: Int32) {
        description = "\(what): \(String(cString: strerror(errorNumber)))"
    }
}
