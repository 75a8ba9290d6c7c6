import PersistyTestSupport
import S3TestSupport
import Testing

/// A promise that a server is known to break, whatever is sent to it. A case that is listed here and passes fails.
struct KnownRefusal: Sendable {
    let server: String
    let number: Int
    /// How the promise's title ends, where one number has several; empty for all of them.
    var ending = ""
    /// Whether it depends on who of several comes first, so that the promise is sometimes kept.
    var isRace = false
    let reason: String

    static func of(_ server: String, _ promise: ConformanceCase) -> KnownRefusal? {
        all.first {
            $0.server == server && $0.number == promise.number && promise.title.hasSuffix($0.ending)
        }
    }

    static let all: [KnownRefusal] =
        [2, 3, 4, 77, 88].map {
            KnownRefusal(
                server: "moto", number: $0,
                reason: "writes control characters into XML as they are, and finds no key that has some")
        }
        + [
            KnownRefusal(
                server: "moto", number: 63, isRace: true, reason: "compares, and then writes: two at once can both win"),
            KnownRefusal(server: "rclone", number: 6, reason: "answers 404, not 400, for some keys that are no paths"),
            KnownRefusal(server: "rclone", number: 7, reason: "answers 500 where a folder has an item's name"),
            KnownRefusal(server: "rclone", number: 8, reason: "answers 500 for names longer than a file's can be"),
            KnownRefusal(server: "rclone", number: 9, reason: "answers 500 for names longer than a file's can be"),
            KnownRefusal(server: "rclone", number: 10, reason: "takes both spellings of a folder's é for one"),
            KnownRefusal(
                server: "rclone", number: 35, ending: "cannot be kept are refused",
                reason: "takes less than the 2 KiB of metadata that S3 takes"),
            KnownRefusal(server: "rclone", number: 80, reason: "folds at “/” alone"),
            KnownRefusal(server: "rclone", number: 81, reason: "folds at “/” alone"),
            KnownRefusal(server: "rclone", number: 85, reason: "takes a key with a “/” at its end for a folder"),
            KnownRefusal(
                server: "rclone", number: 92, ending: "being emptied does not fail", isRace: true,
                reason: "sometimes keeps the folder of an item that was deleted while another was written beside it"),
            KnownRefusal(server: "rclone", number: 99, reason: "answers a copy of an item onto itself with nothing"),
            KnownRefusal(
                server: "rclone", number: 100, ending: "inside one store",
                reason: "keeps the old attributes beside those that are to replace them"),
            KnownRefusal(
                server: "rclone", number: 100, ending: "to another of its kind",
                reason: "keeps the old attributes beside those that are to replace them"),
            KnownRefusal(server: "rclone", number: 115, ending: "counts agree", reason: "folds at “/” alone"),
        ]
}

extension ConformanceCase {
    /// Holds a server against the promise; where it is known to break it, sees that it does.
    func check(on server: String) async throws {
        guard let refusal = KnownRefusal.of(server, self) else { return try await check(S3Server.kind(server)) }
        await withKnownIssue(Comment(rawValue: "\(server) \(refusal.reason)"), isIntermittent: refusal.isRace) {
            try await check(S3Server.kind(server))
        }
    }
}
