public import NIOCore

/// A set of items under keys.
///
/// A store is safe to use from several tasks at once. A write is all or nothing: until it returns, a reader sees the
/// former item or none; if it throws, or its task is cancelled, the store holds what it held before and keeps no
/// partial bytes. Cancelling the task is the abort.
public protocol DataStore: Sendable {
    /// The name by which people know it.
    var name: String { get }
    /// The kind of store: `directory`, `chunk`, `memory`.
    var kind: String { get }
    /// What it can do.
    var capabilities: DataCapabilities { get }
    /// What it takes at most.
    var limits: DataLimits { get }

    /// Whether this store, with the authorization it was made for, would take `operation` on `key`. Asked before an
    /// address or a form is signed, so that no signature grants what the store refuses.
    func allows(_ operation: DataOperation, _ key: DataKey) -> Bool

    /// The item, or `nil` when there is none. Reads no content.
    func read(_ key: DataKey) async throws(DataError) -> DataItem?

    /// What ``read(_:)`` gives for each key, in order, at the cost of one call; without ``DataItem/attributes`` and
    /// ``DataItem/digests`` where they would cost one more for each.
    func read(_ keys: [DataKey]) async -> [Result<DataItem?, DataError>]

    /// The bytes of `item` in `range`, in order, in buffers of at most 1 MiB.
    ///
    /// - Throws: ``DataError/Code/notFound``, ``DataError/Code/conditionFailed`` when the item was replaced since,
    ///   ``DataError/Code/rangeNotSatisfiable``; the reader throws ``DataError/Code/corrupt`` for damaged content.
    func reader(of item: DataItem, range: ByteRange) async throws(DataError) -> DataReader

    /// What ``reader(of:range:)`` gives, holding no more than about `limit` bytes at a time where the store can help it:
    /// for many that are read at once, some of them slowly.
    func reader(of item: DataItem, range: ByteRange, holding limit: Int) async throws(DataError) -> DataReader

    /// All bytes of each item, as ``reader(of:range:)`` would give them, in order, at the cost of one call.
    ///
    /// For short items: the caller asks for no more than it can hold.
    func contents(of items: [DataItem]) async -> [Result<DataContent, DataError>]

    /// Stores the bytes, taken to their end, and returns the item as now held.
    ///
    /// Replacing an item replaces its attributes too: what ``WriteOptions/attributes`` leave out is gone.
    ///
    /// - Throws: also ``DataError/Code/corrupt`` when the reader gives another number of bytes than it announced, or
    ///   other bytes than ``WriteOptions/expected``.
    func write(_ key: DataKey, _ bytes: DataReader, _ options: WriteOptions) async throws(DataError) -> DataItem

    /// One result a key, in order: whether there was an item. One failure does not stop the rest.
    func delete(_ keys: [DataKey], _ options: DeleteOptions) async throws(DataError) -> [Result<Bool, DataError>]

    /// Deletes each item if it is still the version that is given; one result an item, in order.
    ///
    /// An item that was replaced since stays, and its result is ``DataError/Code/conditionFailed``.
    func delete(_ items: [DataItem], keepsFolders: Bool) async -> [Result<Bool, DataError>]

    /// At most `limit` items and prefixes together, in byte order, from `pageKey` on. A page may have fewer rows, also
    /// none, and still have a next one.
    ///
    /// A prefix is shown while a key that folds into it comes after ``DataQuery/after``.
    ///
    /// Every item that is not touched meanwhile is found once, whatever else is written or deleted between pages.
    func search(_ query: DataQuery, pageKey: String?, limit: Int) async throws(DataError) -> DataPage

    /// The rows under a prefix as fast as the store finds them, in any order; names are what follows the prefix.
    ///
    /// With delimiter `/` folders are rows; without one they are not. What is no item is a row wherever the store has
    /// ``DataCapabilities/specialFiles``. ``DataQuery/after`` is not kept.
    /// - Parameter attributes: Whether rows need sizes and times even where they cost extra.
    func list(_ query: DataQuery, attributes: Bool) -> DataListing

    /// `batch` with sizes and times for `rows`; the others are unknown in it.
    func attributes(of batch: ItemBatch, under prefix: String, rows: [Int]) async throws(DataError) -> ItemBatch

    /// The validator of the item, read from the content where the store does not know it; `nil` where there is none.
    func etag(of item: DataItem, progress: (@Sendable (Int64) -> Void)?) async throws(DataError) -> ETag?

    /// The cheapest way in which this store can take `item`; a copy that cannot be made so falls to a dearer one. Does
    /// no I/O.
    func plan(_ request: CopyRequest, from source: any DataStore) -> CopyPlan

    /// Copies items here, each by its plan or the next cheapest, with one result a request, in order.
    ///
    /// Progress sums to the item's size. What the destination does not keep of the attributes is left out and named in
    /// ``Copied/lostAttributes``, unless the request itself asks for it: then it is refused.
    func copy(_ requests: [CopyRequest], from source: any DataStore) async -> [Result<Copied, DataError>]

    /// Gives `item` another key, if it is still this version and nothing is at `key`.
    func rename(_ item: DataItem, to key: DataKey) async throws(DataError) -> DataItem

    /// Gives a folder, with all in it, another name, if nothing is there.
    func renameFolder(_ folder: DataPrefix, to other: DataPrefix) async throws(DataError)

    /// Makes a folder with nothing in it; one that is there already is fine.
    func createFolder(_ folder: DataPrefix) async throws(DataError)

    /// Removes a folder in which there are no items, with the folders in it that are empty.
    ///
    /// - Throws: ``DataError/Code/exists`` when an item is in it.
    func deleteFolder(_ folder: DataPrefix) async throws(DataError)

    /// What is under each key that is no item, itself and not what it points to; `nil` for an item, a folder or nothing.
    /// One result a key, in order.
    func specialFiles(_ keys: [DataKey]) async -> [Result<SpecialFile?, DataError>]

    /// Deletes the name of each if it is still the version that is given; one result each, in order.
    func delete(_ files: [SpecialFile], keepsFolders: Bool) async -> [Result<Bool, DataError>]

    /// Gives `file` another key, if it is still this version and nothing is at `key`.
    func rename(_ file: SpecialFile, to key: DataKey) async throws(DataError) -> SpecialFile

    /// What else is known of the special file, for a person to read.
    func facts(of file: SpecialFile) async throws(DataError) -> [DataFact]

    /// What else is known of the item, for a person to read: a name and a value each.
    func facts(of item: DataItem) async throws(DataError) -> [DataFact]

    /// The tags of the item, in the store's order.
    func tags(of item: DataItem) async throws(DataError) -> [DataTag]

    /// Gives the item these tags in place of its own, if it is still this version. Its content and all else stay.
    func setTags(_ tags: [DataTag], of item: DataItem) async throws(DataError)

    /// The versions that are kept of what is, or was, under `key`, from the newest on. Empty where there was never any.
    func versions(of key: DataKey) async throws(DataError) -> [StoredVersion]

    /// Makes a copy of the version the newest one; all that are kept stay.
    func restore(_ version: StoredVersion, of key: DataKey) async throws(DataError) -> DataItem

    /// Deletes the version for good. Where it was the newest, the one before it takes its place.
    func deleteVersion(_ version: StoredVersion, of key: DataKey) async throws(DataError)

    /// The uploads under a prefix that have begun and not ended, by key.
    func uploads(under prefix: DataPrefix) -> UnfinishedUploads

    /// Ends an upload and gives back the room of its parts. One that is gone already is fine.
    func abort(_ upload: UnfinishedUpload) async throws(DataError)

    /// Reads all items of the query and says of each whether it is as it was stored.
    func verify(_ query: DataQuery) -> DataFindings

    /// The item with its validator and all of its bytes, where these are at most `limit` and nothing need be waited for: no
    /// disk, no network, no other task. `nil` where that is not so, whatever the reason; ``read(_:)-(DataKey)`` tells it.
    func readAtOnce(_ key: DataKey, upTo limit: Int) -> (item: DataItem, bytes: ByteBuffer)?

    /// An open file on the item's bytes, if they lie in a file of this machine; the caller closes it.
    ///
    /// Blocks; called from threads that may.
    func openFile(of item: DataItem) throws(DataError) -> Int32?

    /// The path of the folder of this machine that a prefix is, free of links, whether it is there or not; `nil` when
    /// the store is no folder. By it two stores are known to lie one in the other.
    func localPath(of folder: DataPrefix) -> String?

    /// The room of the file system that new items will lie on; `nil` where none is known to be short.
    func room() async throws(DataError) -> StorageRoom?
}

/// Something that is known of an item, for a person to read. The value comes from outside: escape it.
public struct DataFact: Sendable, Hashable {
    public var name: String
    public var value: String

    /// A fact.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
