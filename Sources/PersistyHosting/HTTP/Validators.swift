package import PersistyData

/// By what a client tells one version of an item from another (RFC 9110 §8.8).
package struct Validators: Sendable, Hashable {
    package var etag: ETag?
    package var modified: Timestamp?

    package init(etag: ETag? = nil, modified: Timestamp? = nil) {
        self.etag = etag
        self.modified = modified
    }

    /// Those of `item`.
    package init(_ item: DataItem) { self.init(etag: item.etag, modified: item.updatedAt) }
}
