package import PersistyData

/// Something that failed, to be read in full.
package struct Problem: Sendable {
    package var error: DataError
    /// The bytes of the key or name that it happened to, which need not be UTF-8.
    package var name: [UInt8]?

    /// A problem with what `error` names, or else with what has this name.
    package init(_ error: DataError, name: [UInt8]? = nil) {
        self.error = error
        self.name = error.name ?? name
    }
}
