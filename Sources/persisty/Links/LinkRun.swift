import PersistyData
import TerminalUI

/// Signs links, many by one call, and writes them in the order in which they were asked for.
struct LinkRun {
    let session: Session
    let format: LinkFormat?
    let settings: LinkSettings
    /// Whether what everybody may read is written with the address that has no end.
    let takesOpenAddress: Bool

    private var factory: LinkFactory?
    /// What the place of the last factory begins with.
    private var store: String?
    private var waiting: [Link] = []
    private var report = LinkReport()

    /// How many are signed by one call.
    private static let batch = 4096

    init(session: Session, format: LinkFormat?, settings: LinkSettings, takesOpenAddress: Bool) {
        self.session = session
        self.format = format
        self.settings = settings
        self.takesOpenAddress = takesOpenAddress
    }

    /// Signs for a line: a place, or a key in `base`.
    mutating func add(line: [UInt8], in base: Place?) async throws {
        guard let text = String(validating: line, as: UTF8.self) else {
            return try await refuse(failure(of: line))
        }
        guard let base else { return try await add(try Place(text)) }
        guard let (_, beginning) = base.parts, beginning.isEmpty || beginning.hasSuffix("/") else {
            throw UsageError("The keys of a file lie in a store or a folder: write STORE: or STORE:FOLDER/.")
        }
        try await add(beginning + text, in: base)
    }

    /// Signs for a place.
    mutating func add(_ place: Place) async throws { try await add(place.parts?.key ?? "", in: place) }

    private mutating func add(_ text: String, in place: Place) async throws {
        do {
            let name = place.parts?.store
            if factory == nil || store == nil || store != name {
                try await sign()
                factory = nil
                factory = try await session.links.factory(of: place)
                store = name
            }
            waiting.append(settings.link(try DataKey(text)))
        } catch let error as UsageError {
            throw error
        } catch {
            return try await refuse(error)
        }
        if waiting.count == Self.batch { try await sign() }
    }

    /// Signs what is left, and says when all ends.
    mutating func finish() async throws {
        try await sign()
        try await session.console.out.flush()
        for sentence in report.sentences { await session.console.say(sentence) }
    }

    private mutating func sign() async throws {
        defer { waiting.removeAll(keepingCapacity: true) }
        guard let factory, !waiting.isEmpty else { return }
        let console = session.console
        if takesOpenAddress, factory.openAddress(waiting[0].key) != nil {
            report.isOpen = true
            report.isLocal = report.isLocal || factory.isLocal
            for link in waiting {
                guard let address = factory.openAddress(link.key) else { continue }
                try await console.out.write(Array((format.text(open: address, link) + "\n").utf8))
            }
            return
        }
        for (link, result) in zip(waiting, await factory.urls(for: waiting, nil)) {
            switch result {
            case .success(let url):
                report.add(url, isLocal: factory.isLocal)
                try await write(url, link.key)
            case .failure(let error): try await fail(factory.explained(error))
            }
        }
    }

    private func write(_ url: SignedURL, _ key: DataKey) async throws {
        let text: String
        switch format {
        case nil: text = url.url
        case .json: text = url.json
        case .curl: text = url.curl(file: key.savedName)
        }
        var line = Array(text.utf8)
        line.append(UInt8(ascii: "\n"))
        try await session.console.out.write(line)
    }

    private func failure(of line: [UInt8]) -> DataError {
        do throws(DataError) { _ = try DataKey(bytes: line) } catch { return error }
        return DataError(.invalidKey, "This is no key.").naming(line)
    }

    /// What was asked for before comes before what failed.
    private mutating func refuse(_ error: any Error) async throws {
        try await sign()
        try await fail(error)
    }

    private func fail(_ error: any Error) async throws {
        try await session.console.out.flush()
        try await session.console.fail(error)
    }
}

extension LinkFormat? {
    /// An address without a signature and an end.
    fileprivate func text(open address: String, _ link: Link) -> String {
        switch self {
        case nil: address
        case .json:
            "{\"method\":\"\(link.method.rawValue)\",\"url\":\(LinkText.json(address)),\"headers\":{},\"expiresAt\":null}"
        case .curl: SignedURL(link.method, url: address, expiresAt: .now).curl(file: link.key.savedName)
        }
    }
}

extension Place {
    /// What names the store, and the key in it; `nil` for what is in no store.
    var parts: (store: String, key: String)? {
        switch self {
        case .store(let name, let key): (name + ":", key)
        case .bucket(let name, let key): (Place.bucketBeginning + name, key)
        case .local, .standard: nil
        }
    }
}
