import PersistyData
import TerminalUI

/// Draws the inspector in the place of the other pane, or over the only one.
func drawInspector(_ model: Model, _ layout: Layout, _ frame: inout Frame<Target>) {
    guard let inspector = model.inspector,
        let area = (layout.panes[model.focus.other] ?? layout.panes[model.focus])?.whole
    else { return }
    frame.cells.fill(area, role: .background)
    frame.cells.box(area, role: .border, glyphs: model.settings.glyphs)
    frame.respond(in: area, as: .pane(model.focus.other))
    let listing = model.pane.listing
    guard listing.id == inspector.listing, Int(inspector.row) < listing.count else { return }
    let name = ShownText(bytes: listing.nameBytes(inspector.row)).cutMiddle(to: max(1, area.columns - 12))
    _ = frame.cells.draw(" Info · \(name) ", at: Point(column: area.column + 2, row: area.row), role: .titleFocus)
    let inside = area.inset(columns: 2, rows: 1)
    let lines = InspectorText(model: model, inspector: inspector).lines(columns: inside.columns, rows: inside.rows)
    for (index, line) in lines.prefix(inside.rows).enumerated() { frame.draw(line, in: inside.line(index)) }
    drawInspectorHints(model, area, &frame)
}

private func drawInspectorHints(_ model: Model, _ area: Rect, _ frame: inout Frame<Target>) {
    var column = area.column + 2
    for (action, label) in [(Action.inspect, "close"), (.digests, "digests"), (.copyKey, "copy key")]
        as [(Action, ShownText)]
    {
        guard let keys = model.settings.keymap.keys(for: action).first else { continue }
        let key: ShownText = " \(keys.map(\.shown).joined(separator: " "))"
        guard column + key.columns + label.columns + 3 < area.endColumn else { return }
        let point = Point(column: column, row: area.endRow - 1)
        let width = frame.cells.draw(key, at: point, role: .key)
        let rest = Point(column: column + width, row: point.row)
        let whole = width + frame.cells.draw(" \(label) ", at: rest, role: .textDim)
        frame.respond(in: Rect(column: column, row: point.row, columns: whole, rows: 1), as: .hint(action))
        column += whole
    }
}

/// Everything known of a row, as lines.
struct InspectorText {
    let model: Model
    let inspector: Inspector

    private static let nameColumns = 11

    func lines(columns: Int, rows: Int) -> [StyledLine] {
        let listing = model.pane.listing
        let row = inspector.row
        let room = max(8, columns - Self.nameColumns)
        var lines: [StyledLine] = []
        func add(_ name: ShownText, _ text: ShownText, _ role: Role = .text) {
            var name = name
            if name.columns >= Self.nameColumns {
                // A name of the store's own, as of a header, has a line to itself.
                lines.append(StyledLine([(name, .textDim)]))
                name = ""
            }
            for (index, part) in text.wrapped(to: room).enumerated() {
                lines.append(
                    StyledLine([((index == 0 ? name : "").padded(to: Self.nameColumns), .textDim), (part, role)]))
            }
        }
        let store = model.store(inspector.place.store)
        let key = ShownText(inspector.place.prefix.text) + ShownText(bytes: listing.nameBytes(row))
        // However long it is, there is room left for all else: both ends of it are shown, and “c c” copies the whole.
        add(
            listing.kind(row) == .folder ? "Folder" : "Key", key.cutMiddle(to: max(4, rows / 3) * (room - 1)),
            .textStrong)
        add("Store", "\(store?.name ?? "?") (\(store?.kind ?? "?"))")
        if let store { add("Place", ShownText(store.location)) }
        let item = inspector.inspection?.item
        if listing.kind(row).isSpecial { add("Kind", kind(listing.kind(row), inspector.inspection?.special)) }
        if listing.kind(row) == .item {
            if let size = item?.size ?? listing.size(row) {
                add("Size", ByteCount.full(size))
            } else {
                add("Size", "not known yet", .textDim)
            }
        }
        if let time = item?.updatedAt ?? listing.time(row) { addTime(time, add) }
        if listing.kind(row) == .item {
            addETag(item, listing, row, add)
            add(
                "Type",
                (item?.contentType ?? listing.contentType(row)).map { ShownText($0) } ?? guessedType(listing, row))
        }
        if let failure = inspector.failure { add("Problem", model.sentence(of: failure), .error) }
        for fact in inspector.inspection?.facts ?? [] where !(listing.kind(row).isSpecial && fact.name == "Kind") {
            add(ShownText(fact.name), ShownText(fact.value))
        }
        if let attributes = item?.attributes { addAttributes(attributes, add) }
        addDigests(item, add)
        return lines
    }

    /// What it is, and of a link where it leads, which is not looked at.
    private func kind(_ kind: ItemBatch.Kind, _ file: SpecialFile?) -> ShownText {
        let known = inspector.inspection?.facts.first { $0.name == "Kind" }
        let word = ShownText(known?.value ?? kind.name)
        guard let target = file?.target else { return word }
        return "\(word) \(model.settings.glyphs.arrow) \(ShownText(bytes: target))"
    }

    private func addTime(_ time: Timestamp, _ add: (ShownText, ShownText, Role) -> Void) {
        add("Modified", "\(model.dates.full(time)) · \(model.dates.age(time))", .text)
        add("", "\(ShownText(time.rfc3339))", .textDim)
    }

    private func addETag(
        _ item: DataItem?, _ listing: Listing, _ row: Row, _ add: (ShownText, ShownText, Role) -> Void
    ) {
        let isMD5 = model.store(inspector.place.store)?.capabilities.contains(.etagIsMD5) == true
        guard let etag = item?.etag ?? listing.etag(row) else {
            add(
                "ETag", inspector.inspection == nil ? "being asked for…" : "not known without reading the content",
                .textDim)
            return
        }
        add("ETag", ShownText(etag.headerValue), .text)
        add("", isMD5 ? "the MD5 of the content" : "a validator, not a digest of the content", .textDim)
    }

    private func guessedType(_ listing: Listing, _ row: Row) -> ShownText {
        listing.name(row).flatMap(ContentType.ofName).map { "\($0) (by its name)" } ?? "not known"
    }

    private func addAttributes(_ attributes: DataAttributes, _ add: (ShownText, ShownText, Role) -> Void) {
        let named: [(ShownText, String?)] = [
            ("Disposition", attributes.contentDisposition), ("Encoding", attributes.contentEncoding),
            ("Language", attributes.contentLanguage), ("Cache", attributes.cacheControl),
        ]
        for (name, value) in named { if let value { add(name, ShownText(value), .text) } }
        if let time = attributes.modifiedAtSource { add("Original", model.dates.full(time), .text) }
        for (name, value) in attributes.user.sorted(by: { $0.key < $1.key }) {
            add("· \(name)", ShownText(value), .text)
        }
    }

    private func addDigests(_ item: DataItem?, _ add: (ShownText, ShownText, Role) -> Void) {
        for algorithm in Digest.Algorithm.allCases {
            let name = ShownText(algorithm.title)
            switch inspector.digests[algorithm] {
            case .underWay(let bytes):
                let size = max(1, item?.size ?? 1)
                add(name, "\(Int(min(100, bytes * 100 / size))) % · \(ByteCount.text(bytes))", .busy)
            case .known(let digest): add(name, ShownText(digest.hexadecimal), .text)
            case .failed(let error): add(name, model.sentence(of: error), .error)
            case nil: if let digest = item?.digest(algorithm) { add(name, ShownText(digest.hexadecimal), .textDim) }
            }
        }
    }
}
