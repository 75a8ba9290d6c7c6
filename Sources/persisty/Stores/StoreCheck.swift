import PersistyConfiguration
import PersistyData
import PersistyS3
import TerminalUI

/// What a store can do and cannot, and, for a bucket, what the service was seen to keep of its promises.
struct StoreCheck {
    /// Names and answers, for a person.
    private(set) var lines: [(name: ShownText, text: ShownText)] = []

    /// Looks at an open store. In a bucket that may be written to it writes one item of its own, and deletes it.
    init(_ store: any DataStore, _ configuration: StoreConfiguration) async {
        guard case .s3(let settings) = configuration.kind else {
            tell(store.capabilities)
            return
        }
        guard settings.bucket != nil else {
            tell(store.capabilities)
            add("tried", "nothing: a store of all buckets has none of its own to write to")
            return
        }
        guard let bucket = store as? S3Store else {
            tell(store.capabilities)
            add("tried", "nothing: the store is set up without writing or deleting")
            return
        }
        do throws(DataError) {
            let profile = try await bucket.probe()
            tell(store.capabilities)
            add("tried", "with an item of its own, which was written and deleted again")
            tell(profile)
            tell(settings)
        } catch {
            tell(store.capabilities)
            add("tried", "and failed: " + ShownText(sentence: error))
        }
    }

    private mutating func add(_ name: ShownText, _ text: ShownText) { lines.append((name, text)) }

    private mutating func tell(_ capabilities: DataCapabilities) {
        let can = Self.words.filter { capabilities.contains($0.0) }.map(\.1)
        let cannot = Self.words.filter { !capabilities.contains($0.0) }.map(\.1)
        if !can.isEmpty { add("can", can.joined(separator: ", ")) }
        if !cannot.isEmpty { add("cannot", cannot.joined(separator: ", ")) }
    }

    private mutating func tell(_ profile: ServiceProfile) {
        func known(_ truth: Bool?, _ yes: ShownText, _ no: ShownText) -> ShownText {
            truth.map { $0 ? yes : no } ?? "not known"
        }
        add("service", ShownText(profile.name))
        add(
            "create only",
            known(profile.keepsCreateCondition, "kept", "not kept: what others write meanwhile is replaced"))
        add("replace only", known(profile.keepsReplaceCondition, "kept", "not kept"))
        add("delete only", known(profile.keepsDeleteCondition, "kept", "not kept"))
        add("checksum", profile.checksumTitle.map { ShownText($0) } ?? "not known")
        add("ETag", known(profile.etagIsMD5, "the MD5 of what is written at once", "not the MD5 of the content"))
        add("tags", known(profile.knowsTags, "yes", "none, or not as S3 has them"))
    }

    private mutating func tell(_ settings: S3Configuration) {
        var set: [ShownText] = []
        if settings.checksum != .auto { set.append("checksum = \(ShownText(settings.checksum.rawValue))") }
        if settings.conditions != .auto { set.append("conditions = \(ShownText(settings.conditions.rawValue))") }
        if !set.isEmpty { add("set up", set.joined(separator: ", ") + ", whatever was found") }
    }

    private static let words: [(DataCapabilities, ShownText)] = [
        (.create, "create"), (.update, "replace"), (.delete, "delete"), (.search, "list"), (.rename, "rename"),
        (.folders, "keep empty folders"), (.attributes, "keep attributes"), (.tags, "keep tags"),
        (.versions, "tell of former versions"), (.writeIfAbsent, "create only where nothing is"),
        (.writeIfMatches, "replace only what was seen"),
    ]
}
