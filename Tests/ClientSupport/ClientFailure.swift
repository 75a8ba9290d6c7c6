/// What a client of the tests could not do.
package struct ClientFailure: Error, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}
