import PersistyData
extension StoreOpener {
    static func program(state: String) -> StoreOpener {
        StoreOpener(
            directory: { name, _ throws(DataError) in MemoryStore(name: name) },
            chunk: { name, _ throws(DataError) in MemoryStore(name: name) })
    }
}
