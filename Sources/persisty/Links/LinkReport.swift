import PersistyData
import TerminalUI

/// What is said of links beside the links themselves.
struct LinkReport {
    private var count = 0
    private var end: Timestamp?
    private var endsEarly = false
    var isOpen = false
    var isLocal = false

    mutating func add(_ url: SignedURL, isLocal: Bool) { add(url.expiresAt, url.endsEarly, isLocal: isLocal) }

    mutating func add(_ form: UploadForm, isLocal: Bool) { add(form.expiresAt, form.endsEarly, isLocal: isLocal) }

    private mutating func add(_ end: Timestamp, _ endsEarly: Bool, isLocal: Bool) {
        count += 1
        self.end = self.end.map { min($0, end) } ?? end
        self.endsEarly = self.endsEarly || endsEarly
        self.isLocal = self.isLocal || isLocal
    }

    /// When they end, and what is odd about them.
    var sentences: [ShownText] {
        var sentences: [ShownText] = []
        if let end {
            let soon: ShownText =
                endsEarly
                ? ", sooner than asked: what signed it does not last longer, or its server lets none live longer" : ""
            sentences.append((count == 1 ? "It ends at " : "They end at ") + ShownText(end.rfc3339) + soon + ".")
        }
        if isOpen { sentences.append("Everybody may read this store: the address has no end.") }
        if isLocal {
            sentences.append(
                """
                Only this machine reaches this address. Set public_url in [server] to the one by which others reach \
                the server.
                """)
        }
        return sentences
    }
}

extension DataKey {
    /// The name of a file for the item, which no terminal obeys and no shell takes for a folder's.
    var savedName: String {
        var name = ""
        for scalar in lastComponent.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse, .surrogate:
                name += "_"
            default: name.unicodeScalars.append(scalar)
            }
        }
        return name.isEmpty || name == "." || name == ".." ? "item" : name
    }
}

extension Console {
    /// `text`, which is pasted elsewhere and so must be exact.
    ///
    /// - Throws: ``DataError/Code/unsupported`` where a terminal would obey something in it instead of showing it.
    func pasted(_ text: String, _ key: DataKey) async throws -> String {
        guard out.isTerminal else { return text }
        // Lines may end in it; nothing else in it may be other than it looks.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.allSatisfy({ ShownText(String($0.drop { $0 == " " })).text == $0.drop { $0 == " " } }) else {
            throw DataError.unsupported(
                "A terminal cannot show this as it is.", hint: "Write it to a file, or take --json.", key: key.text)
        }
        return text
    }
}
