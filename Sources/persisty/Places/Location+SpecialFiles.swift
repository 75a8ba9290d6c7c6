import PersistyData

extension Location {
    /// Why the content of a special file cannot be had, and what can be done with it.
    func noContent(_ file: SpecialFile) -> DataError {
        let message: String
        var hint = "“rm” deletes it and “mv” gives it another name."
        switch file.kind {
        case .link:
            // Escaped when it is shown, as all that comes from outside.
            let text = file.target.flatMap { String(validating: $0, as: UTF8.self) }
            let target = text.map { " to “\($0)”" } ?? ""
            message =
                "This is a link\(target)"
                + (isDangling ? ", which cannot be reached." : ", and links are not followed here.")
            hint =
                isDangling
                ? "Make what it leads to, or delete the link by “rm”."
                : "Name what it leads to; of the link itself, “rm” deletes it and “mv” gives it another name."
        case .pipe, .socket, .device: message = "This is a \(file.kind.name) and has no content that could be read."
        case .item, .folder, .other: message = "This is no item and has no content that could be read."
        }
        return DataError(
            .unsupported, message, hint: hint, key: text, store: store.name, reason: "row.other")
    }
}
