public import PersistyData

/// What to do where there is an item of that name already.
public enum ConflictPolicy: String, Sendable, CaseIterable {
    /// The item fails; the rest goes on.
    case fail
    /// The item there stays, and nothing is said to have failed.
    case skip
    /// The item there is replaced, if it is still the one that was seen.
    case replace
    /// The copy takes the next free name: `report-2.pdf`.
    case keepBoth = "keep-both"
    /// The item there is replaced by a newer one.
    case newer
    /// The item there is replaced unless it is known to have the same bytes.
    case different
}

/// Why an item was left out without anything having failed.
public enum SkipReason: String, Sendable, Hashable, CaseIterable {
    /// There is an item of that name.
    case exists
    /// The item there is as new, or newer.
    case notNewer
    /// Of one of the items no time is known, so that neither is known to be newer.
    case unknownTime
    /// The item there has the same bytes, by a digest of each.
    case same
    /// It would have been copied onto itself.
    case itself
    /// It was to be deleted, and was gone already.
    case gone
    /// It alone was cancelled.
    case cancelled
}

/// What a policy says of one item.
public enum ConflictDecision: Sendable, Hashable {
    /// Write, if this still holds of what is there.
    case write(WriteCondition)
    case skip(SkipReason)
    /// Write under another key, where there is nothing yet.
    case writeAs(DataKey)
    case fail(DataError)
}

extension ConflictPolicy {
    /// Decides on `source`, which would be written where `there` is.
    ///
    /// A replacing write is bound to the validator of `there`, as far as a store with `capabilities` can bind it; where
    /// it cannot, whoever writes looks again just before.
    public func decision(
        _ source: DataItem, over there: DataItem, in capabilities: DataCapabilities, named store: String? = nil
    ) -> ConflictDecision {
        switch self {
        case .fail:
            return .fail(
                DataError(
                    .exists, "There is an item of that name already.", hint: "It was left as it is.",
                    key: there.key.text, store: store))
        case .skip: return .skip(.exists)
        case .replace: return .write(Self.condition(for: there, in: capabilities))
        case .keepBoth:
            do throws(DataError) {
                return .writeAs(try there.key.numbered(2))
            } catch {
                return .fail(error)
            }
        case .newer:
            guard let ours = source.updatedAt, let theirs = there.updatedAt else { return .skip(.unknownTime) }
            return ours > theirs ? .write(Self.condition(for: there, in: capabilities)) : .skip(.notNewer)
        case .different:
            // Equal sizes prove nothing, so that only digests keep an item from being written.
            if case .same(.digest) = Sameness(source, there) { return .skip(.same) }
            return .write(Self.condition(for: there, in: capabilities))
        }
    }

    private static func condition(for there: DataItem, in capabilities: DataCapabilities) -> WriteCondition {
        guard capabilities.contains(.writeIfMatches) else { return .always }
        guard let etag = there.etag, !etag.isWeak else { return .present }
        return .matches(etag)
    }
}

/// Which policy holds for which conflict.
public struct ConflictResolution: Sendable, Hashable {
    /// The policy for all that have none of their own.
    public var policy: ConflictPolicy
    /// Policies for single items, by ``PlannedConflict/index``.
    public var exceptions: [Int: ConflictPolicy]

    /// One policy for all, but for some.
    public init(_ policy: ConflictPolicy, except exceptions: [Int: ConflictPolicy] = [:]) {
        self.policy = policy
        self.exceptions = exceptions
    }

    /// The policy for one item.
    public func policy(for index: Int) -> ConflictPolicy { exceptions[index] ?? policy }
}
