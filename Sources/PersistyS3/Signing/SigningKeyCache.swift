import Synchronization

/// The signing keys in use, so that one is derived once a day and not once a request.
package final class SigningKeyCache: Sendable {
    private struct Entry {
        let credentials: S3Credentials
        let date: String
        let region: String
        let service: String
        let key: SigningKey
    }

    /// Enough for the regions of a session on both sides of midnight; few enough to look through.
    private static let capacity = 16

    private let entries = Mutex<[Entry]>([])

    /// No keys yet.
    package init() {}

    /// The key of `credentials` for the day of `time`.
    package func key(
        _ credentials: S3Credentials, at time: SigningTime, region: String, service: String
    ) -> SigningKey {
        let date = time.date
        return entries.withLock { entries in
            // The secret is compared too: an access key can be given another.
            let known = entries.first {
                $0.date == date && $0.region == region && $0.service == service
                    && $0.credentials.accessKeyID == credentials.accessKeyID
                    && $0.credentials.secretAccessKey == credentials.secretAccessKey
            }
            if let known { return known.key }
            let key = SigningKey(credentials, date: date, region: region, service: service)
            if entries.count == Self.capacity { entries.removeFirst() }
            entries.append(Entry(credentials: credentials, date: date, region: region, service: service, key: key))
            return key
        }
    }

    /// How many keys are held.
    package var count: Int { entries.withLock(\.count) }
}
