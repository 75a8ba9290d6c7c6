import PersistyData

extension DataError {
    /// The database's file is not where it was when it was opened.
    static func databaseGone(key: String, store: String) -> DataError {
        DataError(
            .unavailable, "The database is not there any more.",
            hint: "See whether its file was moved or deleted, and look whether this was done before you try again.",
            key: key, store: store)
    }
}
