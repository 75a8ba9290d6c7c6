package import PersistyData

/// A URL that carries its own permission. Whoever has it may do what it says, so it is shown without its query unless it
/// is asked for by name.
package struct PresignedURL: Sendable, Equatable {
    /// All of it, for the one who asked for it.
    package let url: String
    /// The headers that must be sent with it, because they are signed.
    package let headers: [SignableRequest.Header]
    /// When it ends: at its own end, or when the credentials that signed it end, if that is sooner.
    package let expiresAt: Timestamp
}

extension PresignedURL: CustomStringConvertible, CustomReflectable {
    package var description: String { url.prefix { $0 != "?" } + "?" + Secret.mask }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
