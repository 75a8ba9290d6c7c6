/// The change times that files have got because this store deleted or changed one of their several names.
///
/// To their other names nothing has happened by that: they are still the version that they were.
struct NameChanges: Sendable {
    private struct File: Hashable {
        var device: UInt64
        var inode: UInt64

        init(_ fingerprint: Fingerprint) { (device, inode) = (fingerprint.device, fingerprint.inode) }
    }

    private var times: [File: (original: Int64, now: Int64)] = [:]

    /// The fingerprint that the file had before this store changed its names; the same, where that is not all that
    /// happened to it.
    func original(_ fingerprint: Fingerprint) -> Fingerprint {
        guard !times.isEmpty, let known = times[File(fingerprint)], known.now == fingerprint.changed else {
            return fingerprint
        }
        var original = fingerprint
        original.changed = known.original
        return original
    }

    /// Takes note of what changing one of `links` names made of `former`.
    mutating func record(_ former: Fingerprint, now: Fingerprint, links: UInt32) {
        let original = original(former)
        if links > 1, now.hasContent(of: former) {
            times[File(former)] = (original.changed, now.changed)
        } else {
            times[File(former)] = nil
        }
    }
}
