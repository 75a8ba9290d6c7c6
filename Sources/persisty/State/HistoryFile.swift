import Browser
import Glibc
import Logging
import PersistyConfiguration
import Synchronization

/// The file that keeps the places that were gone to. What is wrong with it is told to the log, and never more.
final class HistoryFile: Sendable {
    private let path: String
    private let logger: Logger
    /// One write at a time, so that the last one stays.
    private let isOurs = Mutex(true)

    private static let limit = 1 << 20

    init(_ path: String, logger: Logger) {
        self.path = path
        self.logger = logger
    }

    /// The places of the file; none when there is no file, or one that is not ours.
    func read() -> PlaceHistory { isOurs.withLock { read(&$0) } ?? PlaceHistory() }

    /// Puts the places into the file, in one step, before those that another browser has kept there meanwhile.
    func write(_ places: PlaceHistory) {
        isOurs.withLock { isOurs in
            StateFile.changing(path) {
                var places = places
                if let kept = read(&isOurs) { places.append(older: kept) }
                guard isOurs else { return }
                do throws(StateFile.Failed) {
                    try StateFile.replace(path, with: Array(places.fileText.utf8))
                } catch {
                    logger.warning("history not kept", metadata: ["path": "\(path)", "says": "\(error.message)"])
                }
            }
        }
    }

    /// A file that is not ours is left as it is for good.
    private func read(_ isOurs: inout Bool) -> PlaceHistory? {
        guard isOurs else { return nil }
        do throws(StateFile.Failed) {
            guard let bytes = try StateFile.read(path, upTo: Self.limit) else { return nil }
            guard let (history, oddLines) = PlaceHistory.read(bytes) else {
                throw StateFile.Failed(message: "It is no history of this version of persisty.")
            }
            if oddLines > 0 {
                logger.warning(
                    "history has lines that are none", metadata: ["path": "\(path)", "count": "\(oddLines)"])
            }
            return history
        } catch {
            isOurs = false
            logger.warning("history ignored", metadata: ["path": "\(path)", "says": "\(error.message)"])
            return nil
        }
    }
}
