import PersistyData
import PersistyS3

/// What was learnt of services and is kept between runs: the region of a bucket, and what the probe found in it.
///
/// Each note is of one bucket of one service, has the time at which it was learnt, and is believed for thirty days.
struct LearntServices: Sendable, Equatable {
    /// One thing that was learnt.
    struct Note<Value: Equatable & Sendable>: Sendable, Equatable {
        var value: Value
        /// In whole seconds since 1970.
        var time: Int64
    }

    /// How long a note is believed, in seconds.
    static let age: Int64 = 30 * 86_400
    /// How many notes are kept; the newest stay.
    static let mostNotes = 1000

    private(set) var regions: [ServiceBucket: Note<String>] = [:]
    private(set) var findings: [ServiceBucket: Note<ServiceProfile>] = [:]

    /// What is known of a bucket at `now`. What is of a time to come was learnt by a clock that was wrong.
    func learnt(of bucket: ServiceBucket, at now: Timestamp) -> LearntBucket {
        LearntBucket(region: Self.value(regions[bucket], now), findings: Self.value(findings[bucket], now))
    }

    /// Takes in what was learnt at `now`, and lets go of what is too old. What no line of the file can say is not kept.
    mutating func keep(_ learnt: LearntBucket, of bucket: ServiceBucket, at now: Timestamp) {
        regions = regions.filter { Self.isBelieved($0.value.time, now) }
        findings = findings.filter { Self.isBelieved($0.value.time, now) }
        if let region = learnt.region { add(region, of: bucket, at: now.seconds) }
        if let found = learnt.findings { add(found, of: bucket, at: now.seconds) }
        let times = (regions.values.map(\.time) + findings.values.map(\.time)).sorted(by: >)
        guard times.count > Self.mostNotes else { return }
        let oldest = times[Self.mostNotes - 1]
        regions = regions.filter { $0.value.time >= oldest }
        findings = findings.filter { $0.value.time >= oldest }
    }

    mutating func add(_ region: String, of bucket: ServiceBucket, at seconds: Int64) {
        guard NoteLine.canSay(bucket), NoteLine.isWord(region, upTo: 63) else { return }
        regions[bucket] = Note(value: region, time: seconds)
    }

    mutating func add(_ found: ServiceProfile, of bucket: ServiceBucket, at seconds: Int64) {
        guard NoteLine.canSay(bucket), let kept = NoteLine.kept(found) else { return }
        findings[bucket] = Note(value: kept, time: seconds)
    }

    private static func isBelieved(_ time: Int64, _ now: Timestamp) -> Bool {
        (0...age).contains(now.seconds.subtractingReportingOverflow(time).partialValue)
    }

    private static func value<Value>(_ note: Note<Value>?, _ now: Timestamp) -> Value? {
        note.flatMap { isBelieved($0.time, now) ? $0.value : nil }
    }
}
