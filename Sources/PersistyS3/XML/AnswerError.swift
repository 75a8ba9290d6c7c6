/// Why an answer is not what was asked for.
package enum AnswerError: Error, Sendable, Equatable {
    /// It is not what S3 sends; the sentence says what is wrong with it.
    case malformed(String)
    /// The service says that it did not do it.
    case refused(S3Failure)
}
