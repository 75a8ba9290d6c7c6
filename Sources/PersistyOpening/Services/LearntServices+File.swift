import PersistyS3
import TerminalUI

/// The form in which it outlives the program: a heading, a line for each note, and an end, without which the file is torn.
///
///     persisty services 1
///     region 1764150703 amazonaws.com ledgers eu-central-1
///     probe 1764150703 https://s3.example.com:443 lake md5 create,replace,md5,tags s3.example.com
///     end
extension LearntServices {
    static let heading = "persisty services 1\n"
    private static let end = "end\n"

    /// The file, always the same for the same notes.
    var fileText: String {
        let lines =
            regions.map { NoteLine.text("region", $0.key, $0.value.time, $0.value.value) }
            + findings.map { NoteLine.text("probe", $0.key, $0.value.time, NoteLine.words($0.value.value)) }
        return Self.heading + lines.sorted().joined() + Self.end
    }

    /// The notes of a file; `nil` unless it is, byte for byte, one that this program writes.
    init?(fileText bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        self.init()
        for line in text.unicodeScalars.split(separator: "\n").dropFirst().dropLast() {
            let words = line.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
            guard words.count == 5, let time = Int64(words[1]) else { return nil }
            let bucket = ServiceBucket(service: words[2], bucket: words[3])
            if words[0] == "region" {
                add(words[4], of: bucket, at: time)
            } else if let found = NoteLine.findings(words[4]) {
                add(found, of: bucket, at: time)
            }
        }
        // Whatever else is odd in it would not be written again.
        guard fileText.utf8.elementsEqual(bytes) else { return nil }
    }
}

/// The words of a line of the file.
enum NoteLine {
    private typealias Truth = any WritableKeyPath<ServiceProfile, Bool?> & Sendable

    private static let truths: [(word: String, path: Truth)] = [
        ("create", \.keepsCreateCondition), ("replace", \.keepsReplaceCondition), ("delete", \.keepsDeleteCondition),
        ("source", \.keepsSourceCondition), ("md5", \.etagIsMD5), ("tags", \.knowsTags),
    ]

    /// Stands where a service takes no forms, which is known of few.
    private static let noForms = "no-forms"

    static func text(_ kind: String, _ bucket: ServiceBucket, _ time: Int64, _ rest: String) -> String {
        "\(kind) \(time) \(bucket.service) \(bucket.bucket) \(rest)\n"
    }

    /// Whether a line can name the bucket. Buckets are named by people and services, and most names are no bucket's.
    static func canSay(_ bucket: ServiceBucket) -> Bool {
        isWord(bucket.service, upTo: 300) && isWord(bucket.bucket, upTo: 255)
    }

    /// Whether `text` is one word: visible letters of ASCII.
    static func isWord(_ text: String, upTo limit: Int) -> Bool {
        (1...limit).contains(text.utf8.count) && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
    }

    /// What of a profile a line can say; `nil` unless the probe found all of it.
    static func kept(_ found: ServiceProfile) -> ServiceProfile? {
        guard found.checksum != nil, truths.allSatisfy({ found[keyPath: $0.path] != nil }) else { return nil }
        return findings(words(found))
    }

    static func words(_ found: ServiceProfile) -> String {
        var kept = truths.filter { found[keyPath: $0.path] == true }.map(\.word)
        if found.takesForms == false { kept.append(noForms) }
        let name = ShownText(String(found.name.prefix(64))).text
        return "\(found.checksum?.rawValue ?? "-") \(kept.isEmpty ? "-" : kept.joined(separator: ",")) \(name)"
    }

    static func findings(_ words: String) -> ServiceProfile? {
        let words = words.split(separator: " ", maxSplits: 2)
        guard words.count == 3, let checksum = UploadChecksum(rawValue: String(words[0])),
            let name = ShownText.original(of: String(words[2])), !name.isEmpty
        else { return nil }
        let kept = words[1].split(separator: ",")
        var found = ServiceProfile(name: name)
        found.checksum = checksum
        for (word, path) in truths { found[keyPath: path] = kept.contains { $0 == word } }
        if kept.contains(where: { $0 == noForms }) { found.takesForms = false }
        return found
    }
}
