/// Why a token opens nothing. For the log; whoever sent it learns only that it does not.
package enum TokenRefusal: String, Error, Sendable, Hashable {
    /// Not three parts of canonical base64url in at most ``LinkTokens/longest`` bytes.
    case malformed
    /// Another algorithm or kind, a key that is not known, or a field that does not belong there.
    case header
    case signature
    /// Signed, yet not of the form: a claim is missing, strange, or no claim.
    case payload
    /// For another server, store or key.
    case scope
    /// For another thing to do.
    case verb
    case expired
    case notYet
    /// Longer than this server lets links live.
    case life
}
