import PersistyData
import PersistyTransfer
import TerminalUI

extension Model {
    /// Opens the sheet for links to what is selected.
    mutating func openLinks() -> [Effect] {
        let place = pane.place
        guard !pane.selection.isEmpty else { return open(link(.folder(place.prefix), at: place)) }
        switch choice(focus, takingSpecialFiles: false) {
        case .failure(let notice):
            self.notice = notice
            return []
        case .success(let choice): return openLinks(choice, at: place)
        }
    }

    private mutating func openLinks(_ choice: Choice, at place: Place) -> [Effect] {
        if choice.selected.count == 1, case .folder(let folder)? = choice.selected.first {
            return open(link(.folder(folder), at: place))
        }
        let keys = choice.selected.compactMap { selected -> DataKey? in
            if case .item(let key) = selected { key } else { nil }
        }
        guard !keys.isEmpty else {
            say(.warning, "Folders have upload links only, one folder at a time; choose one, or items.")
            return []
        }
        var link = link(.items(keys), at: place)
        link.left = choice.selected.count - keys.count + choice.refusals.count
        return open(link)
    }

    /// Opens the sheet for an upload link to this place, and waits for what is uploaded.
    mutating func openIncoming() -> [Effect] {
        var link = link(.folder(pane.place.prefix), at: pane.place)
        link.awaitsItem = true
        let time = now.civil(offset: offsets[now].offset)
        let digits = [time.month, time.day, time.hour, time.minute, time.second].map { $0.padded(2) }
        link.name = TextField("incoming-\(time.year)\(digits[0])\(digits[1])-\(digits[2])\(digits[3])\(digits[4])")
        return open(link)
    }

    private mutating func link(_ subject: LinkSheet.Subject, at place: Place) -> LinkSheet {
        LinkSheet(
            id: newID(), side: focus, place: place, subject: subject,
            isSignedByService: store(place.store)?.kind == "s3",
            isPublic: store(place.store)?.isPublic ?? false)
    }

    private mutating func open(_ link: LinkSheet) -> [Effect] {
        var link = link
        // On a folder the name comes first.
        if link.isForFolder { link.cursor = link.rows.firstIndex(of: .name) ?? 0 }
        return sign(link, soon: true)
    }

    /// Has the link signed anew, when something else is asked for.
    ///
    /// - Parameter soon: Whether at once: while somebody types, it waits for the rest.
    mutating func sign(_ link: LinkSheet, soon: Bool = false) -> [Effect] {
        var link = link
        let stops: [Effect] = link.watch == nil ? [] : [.cancelWatch]
        (link.wanted, link.notice, link.code, link.watch) = (nil, nil, nil, nil)
        defer { sheet = .link(link) }
        do throws(DataError) {
            if let refusal = refusal(of: link) { throw refusal }
            let order = try link.order()
            let request = newID()
            link.request = request
            return stops + [.sign(request, link.place.store, order, soon: soon)]
        } catch {
            (link.request, link.answer) = (nil, .failure(error))
            return [.cancelLinks]
        }
    }

    /// What the store does not do, and so no link to it.
    private func refusal(of link: LinkSheet) -> DataError? {
        guard let store = store(link.place.store) else { return nil }
        let needed: DataCapabilities =
            switch link.method {
            case .open, .get, .head: []
            case .put, .form: link.replaces ? [.create, .update] : .create
            case .delete: .delete
            }
        guard !store.capabilities.isSuperset(of: needed) else { return nil }
        let isPartly = link.isUpload && store.capabilities.contains(.create)
        return DataError(
            .forbidden,
            store.isReadOnly
                ? "The store is set up read-only: it takes no uploads and deletes nothing."
                : "The store is set up without \(link.method == .delete ? "deleting" : "changing what is there").",
            hint: isPartly ? "What is there stays if you choose so." : "A link to read can be made.",
            store: store.name)
    }

    mutating func handleLinks(_ message: Message) -> [Effect] {
        switch message {
        case .signed(let request, let result, let isServedHere):
            guard case .link(var link) = sheet, link.request == request else { return [] }
            (link.request, link.answer, link.isServedHere) = (nil, result, isServedHere)
            let wanted = link.wanted
            link.wanted = nil
            var effects: [Effect] = []
            if link.awaitsItem, case .success = result, let key = try? link.uploadKey() {
                link.watch = .waiting
                effects.append(.watch(link.id, link.place.store, key, replacing: link.replaces))
            }
            sheet = .link(link)
            return effects + (wanted.map { use($0, link) } ?? [])
        case .encoded(let id, let code):
            guard case .link(var link) = sheet, link.id == id else { return [] }
            link.code = code
            if code == nil { link.notice = Notice(.warning, "This address is too long for any QR code.") }
            sheet = .link(link)
        case .linksSaved(let id, let result): return saved(id, result)
        case .watched(let id, let watch): return watched(id, watch)
        default: break
        }
        return []
    }

    private mutating func saved(_ id: Int, _ result: Result<String, DataError>) -> [Effect] {
        let notice =
            switch result {
            case .success(let path): Notice(.success, "Saved as “\(path)”; only you can read it.")
            case .failure(let error): Notice(.error, sentence(of: error))
            }
        guard case .link(var link) = sheet, link.id == id else {
            self.notice = notice
            return []
        }
        if case .success = result { link.path = nil }
        link.notice = notice
        sheet = .link(link)
        return []
    }

    private mutating func watched(_ id: Int, _ watch: LinkWatch) -> [Effect] {
        guard case .link(var link) = sheet, link.id == id, link.watch != nil else { return [] }
        link.watch = watch
        sheet = .link(link)
        guard case .arrived(let item) = watch else { return [] }
        for side in Side.allCases where panes[side].place == link.place {
            expectedName[side] = item.key.name(below: link.place.prefix)
        }
        return Side.allCases.filter { side in panes[side].place == link.place }.flatMap { refresh($0) }
    }
}

extension DataKey {
    /// The name by which a folder lists this key: that of the item, or of the folder on the way to it.
    fileprivate func name(below folder: DataPrefix) -> String {
        let rest = text.utf8.dropFirst(folder.text.utf8.count)
        let end = rest.firstIndex(of: UInt8(ascii: "/")).map { rest.index(after: $0) } ?? rest.endIndex
        return String(Substring(rest[..<end]))
    }
}
