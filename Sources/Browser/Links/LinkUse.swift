import PersistyData
package import TerminalUI

/// What can be done with links that are signed.
package enum LinkUse: Sendable, Hashable {
    case address, curl, html, json, save, code

    /// The most bytes that terminals take for their clipboard.
    static let clipboardLimit = 8192

    /// The key that stands for it where no text is typed.
    package var key: Key {
        switch self {
        case .address: .character("c")
        case .curl: .character("u")
        case .html: .character("h")
        case .json: .character("j")
        case .save: .character("s")
        case .code: .character("q")
        }
    }

    package var title: ShownText {
        switch self {
        case .address: "Copy"
        case .curl: "curl"
        case .html: "HTML"
        case .json: "JSON"
        case .save: "Save"
        case .code: "QR"
        }
    }

    /// What is copied, in the sentence that says so.
    func noun(_ count: Int) -> ShownText {
        switch self {
        case .curl: "the link as a curl command"
        case .html: "the form as HTML"
        case .json: "the link as JSON"
        case .address, .save, .code: count == 1 ? "the link" : "\(counted(count, "link"))"
        }
    }
}

extension SignedLinks {
    package var count: Int {
        switch self {
        case .addresses(let addresses, _): addresses.count
        case .form: 1
        case .open(let addresses): addresses.count
        }
    }

    /// The links as text, those of several items one a line.
    ///
    /// - Parameter fileName: Under which name curl is to save an item; `nil` for its own.
    package func text(_ use: LinkUse, fileName: String? = nil) -> String {
        switch self {
        case .addresses(let addresses, _):
            addresses.map { address in
                switch use {
                case .curl: address.url.curl(file: fileName ?? address.key.lastComponent)
                case .json: address.url.json
                case .address, .html, .save, .code: address.url.url
                }
            }.joined(separator: "\n")
        case .form(let form):
            switch use {
            case .curl: form.curl(file: form.policy.key.lastComponent)
            case .json: form.json
            case .address, .html, .save, .code: form.html ?? form.url
            }
        case .open(let addresses): addresses.joined(separator: "\n")
        }
    }

    /// What a file of this name is to hold.
    package func content(ofFile name: String, fileName: String? = nil) -> String {
        let use: LinkUse = name.hasSuffix(".json") ? .json : name.hasSuffix(".sh") ? .curl : .address
        let text = text(use, fileName: fileName)
        return text.hasSuffix("\n") ? text : text + "\n"
    }
}
