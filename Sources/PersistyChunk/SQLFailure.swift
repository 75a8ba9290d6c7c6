import GRDB
import GRDBSQLite
import Glibc
import PersistyData

/// What SQLite said when a call failed.
struct SQLFailure: Error {
    /// The extended result code (sqlite.org/rescode.html).
    var code: Int32
    /// SQLite's own words.
    var message: String
    /// The error number of the system call that failed, or 0.
    var systemError: Int32 = 0

    init(_ connection: OpaquePointer?) {
        code = sqlite3_extended_errcode(connection)
        message = String(cString: sqlite3_errmsg(connection))
        systemError = sqlite3_system_errno(connection)
    }

    init?(_ error: any Error) {
        switch error {
        case let failure as SQLFailure: self = failure
        case let error as DatabaseError:
            (code, message) = (error.extendedResultCode.rawValue, error.message ?? "no reason given")
        default: return nil
        }
    }

    /// Whether another connection held a lock for too long.
    var isBusy: Bool { code & 0xff == SQLITE_BUSY || code & 0xff == SQLITE_LOCKED }

    /// The failure as a sentence about the database at `path`.
    func dataError(path: String, key: String?, store: String) -> DataError {
        func error(_ code: DataError.Code, _ message: String, _ hint: String) -> DataError {
            DataError(code, message, hint: hint, key: key ?? path, store: store, reason: "sqlite.\(self.code)")
        }
        let detail = systemError == 0 ? message : "\(message): \(String(cString: strerror(systemError)))"
        switch code & 0xff {
        case SQLITE_FULL:
            return error(
                .noSpace, "No space is left for the database.", "Nothing was changed; make room and try again.")
        case SQLITE_IOERR where systemError == ENOSPC || systemError == EDQUOT:
            return error(
                .noSpace, "No space is left for the database.", "Nothing was changed; make room and try again.")
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            return error(
                .corrupt, "The database is damaged (\(detail)).",
                "Verify the store to see which items are still whole, and copy those elsewhere.")
        case SQLITE_BUSY, SQLITE_LOCKED:
            var busy = error(
                .unavailable, "Another program kept the database to itself for over \(ChunkFile.patience) seconds.",
                "Nothing was changed; wait for it to end and try again.")
            busy.retry = .after(.seconds(1))
            return busy
        case SQLITE_READONLY, SQLITE_PERM:
            return error(.forbidden, "The database may not be written (\(detail)).", "Nothing was changed.")
        case SQLITE_CANTOPEN:
            return error(
                .unavailable, "The database cannot be opened (\(detail)).",
                "Look at the file's and folder's permissions.")
        case SQLITE_NOMEM:
            return error(.other, "There was not enough memory for the database.", "Nothing was changed.")
        case SQLITE_IOERR:
            return error(.other, "The database could not be read or written (\(detail)).", "Nothing was changed.")
        default:
            return error(.other, "The database refused this (\(detail)).", "Nothing was changed.")
        }
    }
}
