import GRDB
package import PersistyData
import Synchronization

/// Which links for uploads have been used: each makes at most one item, also across restarts and at the same moment.
///
/// A link that is in use is known in memory alone, since one server at a time has the ledger. Before an item is
/// committed the link is noted as about to be used, with the version of what lies under the key; after it, as used. Of
/// one whose note is all there is, because the server was killed in between, the item decides: it is there, or the link
/// is good again.
package final class UploadLedger: Sendable {
    /// Why a link cannot be used.
    package enum Refusal: Error, Sendable, Equatable {
        case used, inUse
        /// The ledger cannot be read or written.
        case failed(String)
    }

    /// What is known of a link.
    private enum State: Equatable {
        case unknown, used
        /// About to be used, with the version that lay under its key before; empty where there was none.
        case committing(before: String)
    }

    private let database: DatabaseQueue
    private let inUse = Mutex<Set<LinkToken.ID>>([])

    /// The ledger in the file at `path`, which is made where there is none; in memory without one.
    package init(path: String?) throws(Refusal) {
        do {
            var configuration = Configuration()
            // A server that was told to stop is given time to.
            configuration.busyMode = .timeout(2)
            // What is noted is noted for good: a link is answered for only then.
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA journal_mode = TRUNCATE")
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            }
            database =
                if let path { try DatabaseQueue(path: path, configuration: configuration) } else {
                    try DatabaseQueue(configuration: configuration)
                }
            try database.write { database in
                try database.execute(
                    sql: """
                        CREATE TABLE IF NOT EXISTS upload (
                            link TEXT PRIMARY KEY, expires INTEGER NOT NULL, before TEXT
                        ) WITHOUT ROWID
                        """)
            }
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Lets another server have it.
    package func close() { try? database.close() }

    /// Begins the use of a link. ``end(_:)`` must follow.
    ///
    /// - Parameter version: The version of what lies under the link's key now; asked only where a server was killed.
    package func begin(
        _ token: LinkToken, version: () async throws(DataError) -> DataVersion?
    ) async throws(Refusal) {
        guard inUse.withLock({ $0.insert(token.id).inserted }) else { throw .inUse }
        do throws(Refusal) {
            switch try await state(token.id) {
            case .unknown: return
            case .used: throw .used
            case .committing(let before):
                let now: DataVersion?
                do throws(DataError) { now = try await version() } catch { throw .failed(error.message) }
                guard now?.value ?? "" == before else {
                    try await use(token)
                    throw .used
                }
            }
        } catch {
            end(token)
            throw error
        }
    }

    /// Notes that the item is about to be committed, where `before` lies under its key.
    package func commit(_ token: LinkToken, before: DataVersion?) async throws(Refusal) {
        try await note(token, before: before?.value ?? "")
    }

    /// Notes that the link was used.
    package func use(_ token: LinkToken) async throws(Refusal) { try await note(token, before: nil) }

    /// Notes that nothing was committed: the link is good again.
    package func forget(_ token: LinkToken) async throws(Refusal) {
        do {
            try await database.write {
                try $0.execute(sql: "DELETE FROM upload WHERE link = ?", arguments: [token.id.text])
            }
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Ends the use of a link that was begun.
    package func end(_ token: LinkToken) { inUse.withLock { _ = $0.remove(token.id) } }

    /// Forgets links that ended before `second`: their tokens open nothing any more.
    ///
    /// A clock that is set back would open them again, so that they are kept for a day longer.
    package func prune(at second: Int64) async throws(Refusal) {
        do {
            try await database.write {
                try $0.execute(sql: "DELETE FROM upload WHERE expires < ?", arguments: [second - 86_400])
            }
        } catch {
            throw .failed("\(error)")
        }
    }

    private func state(_ id: LinkToken.ID) async throws(Refusal) -> State {
        do {
            return try await database.read { database in
                guard
                    let row = try Row.fetchOne(
                        database, sql: "SELECT before FROM upload WHERE link = ?", arguments: [id.text])
                else { return .unknown }
                return (row[0] as String?).map(State.committing) ?? .used
            }
        } catch {
            throw .failed("\(error)")
        }
    }

    private func note(_ token: LinkToken, before: String?) async throws(Refusal) {
        do {
            try await database.write {
                try $0.execute(
                    sql: "INSERT OR REPLACE INTO upload (link, expires, before) VALUES (?, ?, ?)",
                    arguments: [token.id.text, token.expires, before])
            }
        } catch {
            throw .failed("\(error)")
        }
    }
}
