import PersistyData

extension S3Client {
    /// The tags of an item.
    package func tags(of item: ItemName) async throws(RequestError) -> TagSet {
        var request = item.request("GET")
        request.ask("tagging", "")
        return try await send(request).reading { (body) throws(AnswerError) in try TagSet(body) }
    }

    /// Gives an item these tags in place of its own; also none: `DELETE` of them would delete the item itself where a
    /// service does not know tags.
    ///
    /// A service that does not know tags may take this for the item's new content: it is only asked of one that has
    /// answered ``tags(of:)`` as a service does that knows them.
    package func setTags(_ tags: TagSet, of item: ItemName) async throws(RequestError) {
        var text = XMLText()
        text.element("Tagging") { text in
            text.element("TagSet") { text in
                for tag in tags.tags {
                    text.element("Tag") { text in
                        text.element("Key", tag.name)
                        text.element("Value", tag.value)
                    }
                }
            }
        }
        var request = item.request("PUT")
        request.ask("tagging", "")
        request.body = S3Body(text.bytes)
        request.headers = [
            .init("content-type", "application/xml"), .init("content-md5", request.body.digest(.md5).bytes.base64),
        ]
        _ = try await send(request)
    }
}
