import PersistyData
import TerminalUI

/// What came of signing: the address, or why there is none.
extension LinkBox {
    var address: [StyledLine] {
        switch link.answer {
        case nil: [StyledLine("Signing…", .busy)]
        case .success(let signed)?:
            (signed.shownURL ?? "").isEmpty
                ? [] : ShownText(signed.shownURL ?? "").wrapped(to: columns).map { StyledLine($0, addressRole) }
        case .failure(let error)?:
            model.sentence(of: error).wrapped(to: columns).map { StyledLine($0, .error) }
        }
    }

    /// An address that is about to be another is dim.
    private var addressRole: Role { link.request == nil ? .textLink : .textDim }

    /// The address in at most so many lines; what does not fit is cut, visibly.
    func shownAddress(lines: Int) -> [StyledLine] {
        let address = address
        guard address.count > lines, let last = address.prefix(lines).last else { return address }
        let text = last.spans.map(\.text).joined()
        let cut = text.cut(to: max(1, columns - 1)) + (text.columns < columns ? model.settings.glyphs.ellipsis : "")
        return address.prefix(lines - 1) + [StyledLine(cut, last.spans.first?.role ?? .text)]
    }

    /// What should be known of the link, and what became of the last thing done.
    var notes: [StyledLine] {
        var notes: [(ShownText, Role)] = []
        if link.request == nil, case .success(let signed)? = link.answer { notes += warnings(of: signed) }
        switch link.watch {
        case .waiting?: notes.append(("Waiting for the item to arrive…", .busy))
        case .occupied?: notes.append(("There is an item of this name already; choose another name.", .warning))
        case .arrived(let item)?:
            let etag: ShownText = item.etag.map { ", ETag \(ShownText($0.value).cut(to: 40))" } ?? ""
            notes.append(("Arrived: \(ByteCount.text(item.size))\(etag)", .success))
        case .failed(let error)?: notes.append(("Not waiting any more: \(model.sentence(of: error))", .error))
        case nil: break
        }
        if let notice = link.notice { notes.append((notice.text, notice.kind.role)) }
        return notes.flatMap { text, role in text.wrapped(to: columns).prefix(3).map { StyledLine($0, role) } }
    }

    private func warnings(of signed: SignedLinks) -> [(ShownText, Role)] {
        var warnings: [(ShownText, Role)] = []
        switch signed {
        case .addresses(let addresses, let refused):
            if addresses.count > 1 { warnings.append(("and \(counted(addresses.count - 1, "more link"))", .textDim)) }
            if let first = refused.first {
                warnings.append(
                    ("No link for \(counted(refused.count, "item")): \(ShownText(first.error.message))", .warning))
            }
        case .form(let form):
            if !form.unkept.isEmpty {
                let what = form.unkept.map { ShownText($0) }.joined(separator: ", ")
                warnings.append(("The service does not hold an upload to this: \(what).", .warning))
            }
        case .open(let addresses):
            if addresses.count > 1 { warnings.append(("and \(counted(addresses.count - 1, "more link"))", .textDim)) }
            warnings.append(("The store is public: everybody reads it there, without an end.", .textDim))
        }
        if let url = signed.shownURL, LoopbackAddress.isHost(of: url) {
            warnings.append((reach, .warning))
        }
        return warnings
    }

    /// From where an address of this machine is reached, and for how long.
    private var reach: ShownText {
        if link.isServedHere {
            return "This browser honours it until it is quit, for this machine alone; “persisty serve” does for others."
        }
        let advice: ShownText = link.isSignedByService ? "" : " Set public_url in [server] for others."
        return "Only this machine reaches the address.\(advice)"
    }
}
