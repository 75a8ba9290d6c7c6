import PersistyData
import PersistyDirectory

/// Opens a store by its kind; a further kind is a further case.
func openStore(_ kind: String, at path: String) async throws -> any DataStore {
    switch kind {
    case "directory": return try DirectoryStore(name: "faults", root: path)
    default: throw DataError(.misconfigured, "There is no kind of store “\(kind)”.")
    }
}
