/// How one item is copied by its bytes: what to write, what to compare, and what is known afterwards.
package struct StreamedCopy: Sendable {
    /// How to write it; what the destination does not keep is left out.
    package let options: WriteOptions
    /// A digest to compare the bytes with besides the one that the options expect.
    let compared: Digest?
    private let request: CopyRequest
    /// The MD5 of the bytes, which need not be made: the source has compared them with another digest that it keeps.
    package let md5: Digest?
    private let checked: Digest.Algorithm?
    private let known: Digest?
    private let lost: [String]

    /// - Parameters:
    ///   - attributes: What the source keeps beside the bytes; `nil` where the request says what to write.
    ///   - checked: By what the source compares the bytes before it gives them.
    package init(
        _ request: CopyRequest, attributes: DataAttributes?, checked: Digest.Algorithm? = nil, to store: any DataStore
    ) {
        self.request = request
        var options = request.options
        var lost: [String] = []
        if var attributes {
            attributes.modifiedAtSource = attributes.modifiedAtSource ?? request.item.updatedAt
            (options.attributes, lost) = attributes.kept(by: store.capabilities)
        }
        // What the source has compared is not hashed once more here; its MD5 is kept where it is known.
        self.checked = options.expected == nil ? checked : nil
        md5 = self.checked == nil ? nil : request.item.digest(.md5)
        known = request.verifies && self.checked == nil ? request.item.digestToCompare : nil
        options.recordsDigest = request.verifies && self.checked == nil
        options.expected = options.expected ?? known
        // The store compares with one digest; where the request expects another, the source's is compared on the way.
        compared = known == options.expected ? nil : known
        self.options = options
        self.lost = lost
    }

    /// The copy that was made.
    package func copied(as item: DataItem) -> Copied {
        let verification: Verification =
            if let checked {
                .compared(checked)
            } else if !request.verifies {
                .sizeOnly
            } else if let compared = known ?? options.expected, !item.digests.isEmpty {
                // A store that tells no digest of what it holds has proven nothing, whatever it was to compare.
                .compared(compared.algorithm)
            } else if let held = item.digestToCompare {
                .recorded(held.algorithm)
            } else {
                .sizeOnly
            }
        var copied = Copied(item: item, plan: .stream, verification: verification)
        copied.lostAttributes = lost
        return copied
    }
}

extension DataItem {
    /// The digest that costs least to compare: MD5 is made of all that is written anyway.
    fileprivate var digestToCompare: Digest? {
        digest(.md5) ?? Digest.Algorithm.byStrength.lazy.compactMap { digest($0) }.first
    }
}
