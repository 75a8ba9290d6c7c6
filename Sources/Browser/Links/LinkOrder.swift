package import PersistyData

/// What is to be signed.
package enum LinkOrder: Sendable, Hashable {
    /// One address an item.
    case addresses([Link])
    case form(UploadPolicy)
    /// The plain addresses of a store that everybody reads.
    case open([DataKey])
}

/// What was signed: permissions, which no log may hold.
package enum SignedLinks: Sendable, Hashable {
    /// Addresses with the keys that they are for, and the items that got none.
    case addresses([Address], refused: [Refusal])
    case form(UploadForm)
    /// Addresses that are no secret and have no end.
    case open([String])

    package struct Address: Sendable, Hashable {
        package var key: DataKey
        package var url: SignedURL

        package init(_ key: DataKey, _ url: SignedURL) {
            self.key = key
            self.url = url
        }
    }

    package struct Refusal: Sendable, Hashable {
        package var key: DataKey
        package var error: DataError
    }

    /// What came of `links`; the first error where none was signed.
    package static func addresses(
        of links: [Link], _ results: [Result<SignedURL, DataError>]
    ) throws(DataError) -> SignedLinks {
        var (signed, refused): ([Address], [Refusal]) = ([], [])
        for (link, result) in zip(links, results) {
            switch result {
            case .success(let url): signed.append(Address(link.key, url))
            case .failure(let error): refused.append(Refusal(key: link.key, error: error))
            }
        }
        if signed.isEmpty, let first = refused.first { throw first.error }
        return .addresses(signed, refused: refused)
    }

    /// When the first of them ends.
    package var expiresAt: Timestamp? {
        switch self {
        case .addresses(let addresses, _): addresses.map(\.url.expiresAt).min()
        case .form(let form): form.expiresAt
        case .open: nil
        }
    }

    package var endsEarly: Bool {
        switch self {
        case .addresses(let addresses, _): addresses.contains { $0.url.endsEarly }
        case .form(let form): form.endsEarly
        case .open: false
        }
    }

    /// The address to show; of several the first.
    package var shownURL: String? {
        switch self {
        case .addresses(let addresses, _): addresses.first?.url.url
        case .form(let form): form.url
        case .open(let addresses): addresses.first
        }
    }
}

extension SignedLinks: CustomStringConvertible, CustomReflectable {
    package var description: String {
        switch self {
        case .addresses(let addresses, let refused): "\(addresses.count) addresses, \(refused.count) refused"
        case .form(let form): form.description
        case .open(let addresses): "\(addresses.count) plain addresses"
        }
    }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
