/// Decides what a token opens, here and now.
package struct LinkVerifier: Sendable {
    private let tokens: LinkTokens
    private let audience: String
    private let longestLife: Int64

    /// A verifier for the server `audience`, which lets links live for so many seconds.
    package init(_ tokens: LinkTokens, audience: String, longestLife: Int64) {
        self.tokens = tokens
        self.audience = audience
        self.longestLife = longestLife
    }

    /// What `text` allows at `second`.
    package func verify(_ text: some StringProtocol, at second: Int64) throws(TokenRefusal) -> LinkToken {
        let token = try tokens.read(text)
        guard token.audience.utf8.elementsEqual(audience.utf8) else { throw .scope }
        try token.check(at: second, longestLife: longestLife)
        return token
    }
}

extension LinkToken.Use {
    /// Whether a request with this method may be what the link is for.
    package func takes(_ method: String) -> Bool {
        switch self {
        case .get: method == "GET" || method == "HEAD"
        case .put: method == "PUT"
        case .post: method == "POST"
        }
    }
}
