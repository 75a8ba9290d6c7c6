/// Whether two items hold the same bytes, and how that is known.
public enum Sameness: Sendable, Hashable {
    public enum Evidence: Sendable, Hashable {
        case size
        case digest(Digest.Algorithm)
    }

    case same(Evidence)
    case different(Evidence)
    /// No digest of both is known. Time is evidence of order, never of sameness.
    case unknown

    /// Compares what two stores say of their items, without reading any content.
    public init(_ left: DataItem, _ right: DataItem) {
        guard left.size == right.size else {
            self = .different(.size)
            return
        }
        for digest in left.digests {
            guard let other = right.digest(digest.algorithm) else { continue }
            self = digest == other ? .same(.digest(digest.algorithm)) : .different(.digest(digest.algorithm))
            return
        }
        self = .unknown
    }
}
