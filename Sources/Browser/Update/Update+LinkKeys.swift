import PersistyData
import TerminalUI

extension Model {
    mutating func handle(_ key: Key, _ link: LinkSheet) -> [Effect] {
        var link = link
        let isBack = key.code == .escape || key == Key(.character("c"), .control)
        if link.path != nil { return handlePath(key, link, isBack: isBack) }
        if link.code != nil {
            if isBack || [.enter, .character("q")].contains(key.code) { link.code = nil }
            sheet = .link(link)
            return []
        }
        if isBack {
            guard link.watch == .waiting else { return closeSheet() }
            link.watch = nil
            link.notice = Notice(.info, "Not waiting any more; the link stays good until it ends.")
            sheet = .link(link)
            return [.cancelWatch]
        }
        let isTyped = link.text(link.row) != nil
        switch (key.code, key.modifiers) {
        case (.up, []), (.tab, .shift): link.go(to: link.cursor - 1)
        case (.down, []), (.tab, []): link.go(to: link.cursor + 1)
        case (.enter, _): return use(link.row == .uses ? link.uses[link.use] : link.uses[0], link)
        case (.left, []) where link.choice != nil, (.right, []) where link.choice != nil:
            if link.step(key.code == .left ? -1 : 1) { return sign(link) }
        case (.character(" "), []) where !isTyped && link.choice != nil:
            if link.step(1) { return sign(link) }
        default:
            if !isTyped, let use = link.uses.first(where: { $0.key == key }) { return self.use(use, link) }
            if link.edit(key) { return sign(link) }
        }
        sheet = .link(link)
        return []
    }

    private mutating func handlePath(_ key: Key, _ link: LinkSheet, isBack: Bool) -> [Effect] {
        var link = link
        defer { sheet = .link(link) }
        guard !isBack, let path = link.path else {
            (link.path, link.notice) = (nil, nil)
            return []
        }
        guard key.code == .enter else {
            link.notice = nil
            _ = link.path?.handle(key)
            return []
        }
        guard !path.isEmpty, case .success(let signed)? = link.answer else { return [] }
        return [.saveLinks(link.id, signed.content(ofFile: path.text, fileName: link.savedName), path: path.text)]
    }

    /// A click on one of the choices of a line.
    mutating func choose(_ index: Int, line: Int) -> [Effect] {
        guard case .link(var link) = sheet, link.path == nil, link.code == nil, link.rows.indices.contains(line) else {
            return []
        }
        link.go(to: line)
        let isOther = link.choose(index)
        sheet = .link(link)
        if link.row == .uses, link.uses.indices.contains(index) { return use(link.uses[index], link) }
        return isOther ? sign(link) : []
    }

    /// Does something with the link, or as soon as it is signed.
    mutating func use(_ use: LinkUse, _ link: LinkSheet) -> [Effect] {
        var link = link
        defer { if case .link = sheet { sheet = .link(link) } }
        link.notice = nil
        guard link.request == nil else {
            link.wanted = use
            return []
        }
        guard case .success(let signed)? = link.answer else { return [] }
        switch use {
        case .save:
            link.path = TextField(link.suggestedFile)
            return []
        case .code: return signed.shownURL.map { [.encode(link.id, $0)] } ?? []
        case .address, .curl, .html, .json:
            let text = signed.text(use, fileName: link.savedName)
            guard text.utf8.count <= LinkUse.clipboardLimit else {
                link.notice = Notice(
                    .warning, "This is too long for the clipboard of terminals; Save puts it into a file.")
                return []
            }
            let copy = Effect.copyText(text, what: use.noun(signed.count))
            // What is waited for is waited for in the sheet.
            guard !link.awaitsItem else { return [copy] }
            return [copy] + closeSheet()
        }
    }
}

extension LinkSheet {
    /// The name for what is read, where one is given.
    var savedName: String? { method == .get && count == 1 && !fileName.isEmpty ? fileName.text : nil }

    /// The name of the file to save the link in, in the folder that the program was begun in.
    var suggestedFile: String {
        if method == .form { return "upload.html" }
        guard count == 1, let key = try? uploadKey() else { return "links.txt" }
        return "\(key.lastComponent.prefix(60)).link.txt"
    }
}
