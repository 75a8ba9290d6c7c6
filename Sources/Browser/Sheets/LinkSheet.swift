package import PersistyData
package import TerminalUI

/// A link for what is selected, or an upload link below a folder: what it allows, for how long, and how it is handed on.
package struct LinkSheet: Sendable {
    package enum Subject: Sendable, Equatable {
        case items([DataKey])
        /// For an item below the folder whose name is typed.
        case folder(DataPrefix)
    }

    package enum Method: Sendable, CaseIterable { case open, get, put, form, head, delete }

    /// What can be changed, each on a line.
    package enum Row: Sendable { case method, life, name, fileName, contentType, existing, sizeLimit, shown, uses }

    package var id: Int
    package var side: Side
    package var place: Place
    package var subject: Subject
    /// How many rows were chosen besides that have no links.
    package var left = 0
    /// Whether the service itself honours what is signed, as S3 does.
    package var isSignedByService: Bool
    /// Whether everybody reads the items at plain addresses.
    package var isPublic: Bool
    /// Whether what is uploaded by the link is waited for.
    package var awaitsItem = false

    package var method: Method
    /// Which of ``LinkLife/choices`` it is; one more than there are for what is typed.
    package var lifeChoice = 1
    package var life = TextField()
    package var name = TextField()
    package var fileName = TextField()
    package var contentType = TextField()
    package var sizeLimit = TextField()
    /// Whether an upload may replace what is there.
    package var replaces = false
    /// Whether a web browser shows what it reads.
    package var isInline = false

    package var cursor = 0
    /// Which of the uses is chosen in their line.
    package var use = 0
    /// The number of the signing that is under way.
    package var request: Int?
    package var answer: Result<SignedLinks, DataError>?
    /// Whether what was signed is honoured by this program, while it runs.
    package var isServedHere = false
    /// What is to be done as soon as the signing is over.
    package var wanted: LinkUse?
    /// What became of the last thing that was done.
    package var notice: Notice?
    /// The name of the file that is asked for.
    package var path: TextField?
    package var code: QRCode?
    package var watch: LinkWatch?

    package init(id: Int, side: Side, place: Place, subject: Subject, isSignedByService: Bool, isPublic: Bool = false) {
        self.id = id
        self.side = side
        self.place = place
        self.subject = subject
        self.isSignedByService = isSignedByService
        self.isPublic = isPublic
        switch subject {
        case .folder: method = .put
        case .items: (method, replaces) = (isPublic ? .open : .get, true)
        }
    }

    package var isForFolder: Bool { if case .folder = subject { true } else { false } }

    var count: Int { if case .items(let keys) = subject { keys.count } else { 1 } }

    /// What the link can be made for.
    package var methods: [Method] {
        if isForFolder { return [.put, .form] }
        let plain: [Method] = isPublic ? [.open] : []
        let alone: [Method] = count == 1 ? [.get, .put, .form] : [.get]
        return plain + alone + (isSignedByService ? [.head, .delete] : [])
    }

    package var isUpload: Bool { method == .put || method == .form }

    package var rows: [Row] {
        if method == .open { return [.method, .uses] }
        var rows: [Row] = [.method, .life]
        if isForFolder { rows.append(.name) }
        switch method {
        case .get:
            if count == 1 { rows.append(.fileName) }
            if isSignedByService { rows.append(.contentType) }
            rows.append(.shown)
        case .put: rows += isSignedByService ? [.contentType, .existing] : [.contentType, .existing, .sizeLimit]
        case .form: rows += [.contentType, .existing, .sizeLimit]
        case .open, .head, .delete: break
        }
        return rows + [.uses]
    }

    package var row: Row { rows[min(cursor, rows.count - 1)] }

    /// What can be done with the link; Enter does the first.
    package var uses: [LinkUse] {
        switch method {
        case .form: return [.html, .curl, .json, .save]
        case .open: return count == 1 ? [.address, .save, .code] : [.address, .save]
        case .get, .put, .head, .delete: break
        }
        return count == 1 ? [.address, .curl, .json, .save, .code] : [.address, .curl, .json, .save]
    }

    var isLifeTyped: Bool { lifeChoice == LinkLife.choices.count }

    /// The life that is chosen or typed.
    package func duration() throws(DataError) -> Duration {
        try LinkLife.duration(isLifeTyped ? life.text : LinkLife.choices[lifeChoice])
    }

    /// The key that an upload is for.
    package func uploadKey() throws(DataError) -> DataKey {
        switch subject {
        case .items(let keys):
            guard let key = keys.first else { throw DataError(.invalidKey, "No item is chosen.") }
            return key
        case .folder(let folder):
            guard !name.isEmpty else {
                throw DataError(.invalidKey, "The item has no name yet.", hint: "Type one.", reason: "link.name")
            }
            return try DataKey(folder.text + name.text)
        }
    }

    /// What is to be signed.
    package func order() throws(DataError) -> LinkOrder {
        if method == .open, case .items(let keys) = subject { return .open(keys) }
        let life = try duration()
        if method == .form {
            var policy = UploadPolicy(try uploadKey(), life: life)
            policy.condition = condition
            if !contentType.isEmpty { policy.contentTypes = [contentType.text] }
            if !sizeLimit.isEmpty { policy.sizes = 0...(try SizeText.bytes(sizeLimit.text)) }
            return .form(policy)
        }
        let shown = Set(rows)
        let keys = if case .items(let keys) = subject { keys } else { [try uploadKey()] }
        let limit =
            shown.contains(.sizeLimit) && !sizeLimit.isEmpty ? try SizeText.bytes(sizeLimit.text) : nil
        if shown.contains(.contentType), !contentType.isEmpty {
            try DataAttributes(contentType: contentType.text).validate()
        }
        return .addresses(
            keys.map { key in
                var link = Link(method.linkMethod, key, life: life)
                if shown.contains(.fileName), !fileName.isEmpty { link.fileName = fileName.text }
                if shown.contains(.contentType), !contentType.isEmpty { link.contentType = contentType.text }
                link.isInline = method == .get && isInline
                link.sizeLimit = limit
                if isUpload { link.condition = condition }
                return link
            })
    }

    private var condition: WriteCondition { replaces ? .always : .absent }
}

extension LinkSheet.Method {
    fileprivate var linkMethod: Link.Method {
        switch self {
        case .open, .get: .get
        case .put, .form: .put
        case .head: .head
        case .delete: .delete
        }
    }
}
