import PersistyData

/// What many links have in common.
struct LinkSettings: Sendable {
    var method = Link.Method.get
    var life = Duration.seconds(900)
    var fileName: String?
    var contentType: String?
    var isInline = false
    var condition = WriteCondition.absent

    func link(_ key: DataKey) -> Link {
        var link = Link(method, key, life: life)
        (link.fileName, link.contentType, link.isInline, link.condition) = (fileName, contentType, isInline, condition)
        return link
    }
}
