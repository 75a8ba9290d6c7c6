import PersistyData

/// How a name after the base becomes a key of the destination.
struct TargetNaming: Sendable, Hashable {
    var folder: String
    /// How many bytes of each name ``replacement`` stands for.
    var dropped = 0
    var replacement = ""
    /// What the name of the selected item or folder was.
    var original: [UInt8] = []

    init(_ request: TransferRequest) throws(DataError) {
        folder = request.folder.text
        guard let name = request.name else { return }
        guard request.selection.count == 1, let only = request.selection.first else {
            throw DataError(
                .invalidKey, "Only one item or folder can be given a name; \(request.selection.count) are selected.",
                hint: "Nothing was changed; name a folder that ends in “/” to put them in.")
        }
        dropped = only.text.utf8.count - request.base.text.utf8.count
        original = Array(only.text.utf8.suffix(dropped))
        replacement = name
        if case .folder = only { replacement = try DataPrefix(name).text }
    }

    func target(_ name: String) -> String {
        dropped == 0 && replacement.isEmpty
            ? folder + name : folder + replacement + String(Substring(name.utf8.dropFirst(dropped)))
    }
}
