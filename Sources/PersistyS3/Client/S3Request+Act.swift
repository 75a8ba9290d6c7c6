import PersistyData

extension S3Request {
    /// What it does, as it stands in a sentence on its refusal: “reading the item”.
    package var act: String {
        guard bucket != nil else { return "listing the buckets" }
        return key.isEmpty ? actOnBucket : actOnItem
    }

    private func asks(for name: String) -> Bool { query.items.contains { $0.name == name } }

    private var actOnBucket: String {
        switch method {
        case "GET" where asks(for: "uploads"): "listing the unfinished uploads"
        case "GET" where asks(for: "versions"): "listing the versions"
        case "GET": S3Failure.listing
        case "POST": "deleting items"
        case "DELETE": "deleting the bucket"
        default: "changing the bucket"
        }
    }

    private var actOnItem: String {
        let isRead = method == "GET" || method == "HEAD"
        if asks(for: "tagging") { return isRead ? "reading the item’s tags" : "changing the item’s tags" }
        if asks(for: "uploadId") {
            if isRead { return "listing the parts of an upload" }
            return method == "DELETE" ? "ending an upload" : "writing the item"
        }
        let item = asks(for: "versionId") ? "this version of the item" : "the item"
        switch method {
        case "GET", "HEAD": return "reading \(item)"
        case "DELETE": return "deleting \(item)"
        default:
            let isCopy = headers.contains { $0.name == "x-amz-copy-source" }
            return isCopy ? "copying the item, or reading where it comes from" : "writing the item"
        }
    }
}

extension S3Failure {
    /// What is not done when the keys of a bucket are not told.
    static let listing = "listing the bucket"
}
