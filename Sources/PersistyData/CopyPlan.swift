/// How a destination would copy an item, cheapest first. A value: shown to the user, asserted by tests.
public enum CopyPlan: String, Sendable, Hashable, CaseIterable {
    /// The item is there already: same place, same content.
    case nothing
    /// The file system lets both files share the blocks (FICLONE, see ioctl_ficlone(2)).
    case clone
    /// The kernel copies from file to file (copy_file_range(2)); verified, the bytes pass through the program.
    case kernel
    /// The database copies the rows in one transaction.
    case records
    /// The service that keeps both copies the item in one request; no bytes pass here.
    case service
    /// The service that keeps both copies the item in parts, each by a request; no bytes pass here.
    case serviceParts
    /// Ranges of the item are read, and stored, side by side.
    case parts
    /// The bytes are read from the source and written to the destination.
    case stream
}

/// What is known after a copy. There is no "verified" without saying by what.
public enum Verification: Sendable, Hashable {
    /// Two digests made apart agree: one that the source vouches for, or that was expected, and one of the bytes as the
    /// destination took them.
    case compared(Digest.Algorithm)
    /// One digest was made of the bytes on their way and is kept with the item, so that every later read is checked.
    case recorded(Digest.Algorithm)
    /// The service that keeps both copied the item and vouches for it; nobody compared the bytes here.
    case service
    /// Both items are the same blocks or rows.
    case shared
    /// Nothing but the number of bytes was compared.
    case sizeOnly
}

/// One item to copy.
public struct CopyRequest: Sendable {
    /// What to copy, as its store described it; the copy is pinned to that version.
    public var item: DataItem
    /// The key it gets.
    public var key: DataKey
    /// How to write it. ``WriteOptions/attributes`` replace the item's own when ``replacesAttributes`` is set.
    public var options: WriteOptions
    /// Whether the copy takes the attributes of ``options`` instead of the item's.
    public var replacesAttributes = false
    /// Whether the bytes are compared or their digest recorded; otherwise only their number is.
    public var verifies = true
    /// Told how many more bytes have been copied, from any thread.
    public var progress: (@Sendable (_ bytes: Int64) -> Void)?
    /// Holds the copy back where it moves bytes faster than is allowed.
    public var pacing: Pacing?

    /// A request for a copy of `item` at `key`, by default its own.
    public init(_ item: DataItem, to key: DataKey? = nil, options: WriteOptions = WriteOptions()) {
        self.item = item
        self.key = key ?? item.key
        self.options = options
    }
}

/// A copy that was made.
public struct Copied: Sendable, Hashable {
    /// The item as the destination now holds it.
    public var item: DataItem
    /// How it was copied.
    public var plan: CopyPlan
    /// What is known of it.
    public var verification: Verification
    /// The names of attributes that the source's item has and the destination does not keep, for a person to read.
    public var lostAttributes: [String] = []

    /// A copy that was made.
    public init(item: DataItem, plan: CopyPlan, verification: Verification) {
        self.item = item
        self.plan = plan
        self.verification = verification
    }
}
