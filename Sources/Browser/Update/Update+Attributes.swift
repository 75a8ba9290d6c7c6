import PersistyData
import PersistyTransfer
import TerminalUI

extension Model {
    /// Opens the sheet on the attributes of what is selected.
    mutating func askForAttributes() -> [Effect] {
        switch choice(focus, takingSpecialFiles: false) {
        case .failure(let notice): self.notice = notice
        case .success(let choice):
            let keys = choice.selected.compactMap { selected -> DataKey? in
                if case .item(let key) = selected { key } else { nil }
            }
            guard !keys.isEmpty else {
                say(.warning, "Folders have no attributes; choose items.")
                return []
            }
            let id = newID()
            let left = choice.selected.count - keys.count + choice.refusals.count
            sheet = .attributes(AttributeSheet(id: id, place: pane.place, count: keys.count, left: left))
            return [.readAttributes(id, pane.place.store, keys)]
        }
        return []
    }

    mutating func handleAttributes(_ message: Message) -> [Effect] {
        switch message {
        case .attributesRead(let id, let result):
            guard case .attributes(var attributes) = sheet, attributes.id == id else { return [] }
            switch result {
            case .success(let items): attributes.take(items)
            case .failure(let error): attributes.state = .failed(error)
            }
            sheet = .attributes(attributes)
        case .attributesChanging(let id, let done):
            guard case .attributes(var attributes) = sheet, attributes.id == id else { return [] }
            attributes.state = .changing(done: done)
            sheet = .attributes(attributes)
        case .attributesChanged(let id, let place, let done, let failures):
            if case .attributes(let attributes) = sheet, attributes.id == id { sheet = nil }
            if let failure = failures.first {
                problem = Problem(failure.error, name: failure.name)
                problemCount += failures.count
                say(
                    .error,
                    "Changed \(counted(done, "item")); \(counted(failures.count, "item")) stayed: "
                        + sentence(of: failure.error))
            } else {
                say(.success, "Changed the attributes of \(counted(done, "item")); their content is as it was.")
            }
            inspector?.isStale = true
            return Side.allCases.filter { panes[$0].place.store == place.store }.flatMap { refresh($0) }
        default: break
        }
        return []
    }

    mutating func handle(_ key: Key, _ sheet: AttributeSheet) -> [Effect] {
        var attributes = sheet
        let isBack = key.code == .escape || key == Key(.character("c"), .control)
        switch attributes.state {
        case .reading, .changing: return isBack ? closeSheet() : []
        case .failed: return isBack || key.code == .enter ? closeSheet() : []
        case .confirming:
            if isBack || key.code == .backspace { attributes.state = .editing }
            if key.code == .enter {
                attributes.state = .changing(done: 0)
                self.sheet = .attributes(attributes)
                return [.changeAttributes(attributes.id, attributes.place, attributes.items, attributes.edit)]
            }
        case .editing:
            if isBack { return closeSheet() }
            attributes.complaint = nil
            switch (key.code, key.modifiers) {
            case (.up, []), (.tab, .shift): attributes.go(to: attributes.cursor - 1)
            case (.down, []), (.tab, []): attributes.go(to: attributes.cursor + 1)
            case (.enter, _): confirm(&attributes)
            default: _ = attributes.entries[attributes.cursor].text.handle(key)
            }
        }
        self.sheet = .attributes(attributes)
        return []
    }

    /// Goes on to the question, or says why the changes cannot be.
    private func confirm(_ attributes: inout AttributeSheet) {
        guard !attributes.edit.values.isEmpty else {
            attributes.complaint = "Nothing is changed yet; Esc closes."
            return
        }
        do throws(DataError) {
            try attributes.check()
            attributes.state = .confirming
        } catch {
            attributes.complaint = sentence(of: error)
        }
    }

    /// Adds up what is selected; on the line for the folder above, all of this place.
    mutating func measureSelection() -> [Effect] {
        let rows = pane.selection
        var selection = rows.compactMap { selected($0, in: pane.listing) }
        if rows.isEmpty { selection = [.folder(pane.place.prefix)] }
        guard !selection.isEmpty else {
            say(.warning, nothingSelected(focus))
            return []
        }
        let id = newID()
        sheet = .measure(MeasureSheet(id: id, place: pane.place, selection: selection))
        return [.measure(id, pane.place, selection)]
    }
}
