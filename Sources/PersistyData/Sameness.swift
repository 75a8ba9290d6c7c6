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

    /// Compares what two stores say of their items, without reading any content, by the strongest digest of both.
    public init(_ left: DataItem, _ right: DataItem) {
        guard left.size == right.size else {
            self = .different(.size)
            return
        }
        for algorithm in Digest.Algorithm.byStrength {
            guard let digest = left.digest(algorithm), let other = right.digest(algorithm) else { continue }
            self = digest == other ? .same(.digest(algorithm)) : .different(.digest(algorithm))
            return
        }
        self = .unknown
    }
}
