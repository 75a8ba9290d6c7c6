import Browser
import PersistyData
import TerminalUI
import Testing

extension Sample {
    /// A bucket with the link sheet open on its first items, and what it wants to have signed.
    static func linked(marking count: Int = 0, columns: Int = 120) throws -> (model: Model, order: LinkOrder) {
        var model = try bucket(columns: columns)
        for _ in 0..<count { try model.press("space") }
        guard case .sign(_, 0, let order, soon: true)? = try model.press("U").first else {
            throw DataError(.other, "no sheet")
        }
        return (model, order)
    }

    /// The link sheet on an item of this name.
    static func hostile(_ name: String, columns: Int = 120, rows: Int = 36) throws -> Model {
        var model = try model(columns: columns, rows: rows)
        list(files: [(name: name, size: 1, age: 1)], .left, in: &model)
        try model.press("j")
        guard case .sign(_, _, .addresses(let links), _)? = try model.press("U").first else { return model }
        try model.answer(signed(links))
        return model
    }

    static func signed(
        _ order: LinkOrder, host: String = "https://files.example", endingAfter early: Int64? = nil
    ) -> SignedLinks {
        guard case .addresses(let links) = order else { return .addresses([], refused: []) }
        return signed(links, host: host, endingAfter: early)
    }

    /// Addresses as a server of persisty has them, with a token that is none.
    static func signed(
        _ links: [Link], host: String = "https://files.example", endingAfter early: Int64? = nil
    ) -> SignedLinks {
        let token = String(repeating: "eyJhbGciOiJIUzI1NiIsImtpZCI6ImsxIn0.", count: 6)
        return .addresses(
            links.map { link in
                let key = link.key.text.unicodeScalars.allSatisfy(\.isASCII) ? link.key.text : "item"
                let life = early ?? link.life.components.seconds
                return SignedLinks.Address(
                    link.key,
                    SignedURL(
                        link.method, url: "\(host)/s/lake/\(key)?t=\(token)",
                        expiresAt: Timestamp(seconds: now.seconds + life), endsEarly: early != nil))
            }, refused: [])
    }
}

extension Model {
    /// The number of the signing that the open sheet waits for.
    var request: Int? { if case .link(let link) = sheet { link.request } else { nil } }

    /// Answers the signing that is under way.
    @discardableResult
    mutating func answer(_ signed: SignedLinks) throws -> [Effect] {
        update(.signed(try #require(request), .success(signed)))
    }
}
