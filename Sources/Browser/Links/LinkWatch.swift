package import PersistyData

/// What is known of an item that is to arrive by an upload link.
package enum LinkWatch: Sendable, Equatable {
    case waiting
    /// There was one of that name before anybody used the link.
    case occupied
    case arrived(DataItem)
    case failed(DataError)
}
