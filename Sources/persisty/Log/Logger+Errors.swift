import Logging
import PersistyData
import TerminalUI

extension Logger.MetadataValue {
    /// Text that is safe to show, and is not escaped again.
    static func shown(_ text: ShownText) -> Self { .stringConvertible(text) }
}

extension Logger.Metadata {
    /// What happened, to which item, and what was said to the person.
    init(_ error: DataError, name: [UInt8]? = nil) {
        self = ["code": "\(error.code.rawValue)", "says": .shown(ShownText(sentence: error))]
        if let store = error.store { self["store"] = "\(store)" }
        if let name = error.name ?? name { self["key"] = .shown(ShownText(bytes: name)) }
        if let reason = error.reason { self["reason"] = "\(reason)" }
    }
}

extension ShownText {
    /// What happened and what to do, without the item.
    init(sentence error: DataError) {
        self = ShownText(error.message)
        if let hint = error.hint { self += " " + ShownText(hint) }
    }
}
