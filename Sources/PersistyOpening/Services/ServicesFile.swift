import Logging
import PersistyConfiguration
import PersistyData
import PersistyS3
import Synchronization

/// The file that keeps what was learnt of services. It is a memory: what is wrong with it is told to the log, and learnt
/// anew.
final class ServicesFile: ServiceRecords {
    private enum Content: Sendable {
        /// As it was when it was last looked at.
        case ours(LearntServices)
        /// Something else, which is left as it is for good.
        case foreign
    }

    private let path: String
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let content = Mutex<Content?>(nil)

    private static let limit = 1 << 20

    /// - Parameter now: The clock, for tests to set.
    init(_ path: String, logger: Logger, now: @escaping @Sendable () -> Timestamp = { .now }) {
        self.path = path
        self.logger = logger
        self.now = now
    }

    func learnt(of bucket: ServiceBucket) -> LearntBucket {
        content.withLock { content in
            let known = content ?? read()
            content = known
            guard case .ours(let services) = known else { return LearntBucket() }
            return services.learnt(of: bucket, at: now())
        }
    }

    /// Puts it into the file, in one step, beside what another process has kept there meanwhile.
    func keep(_ learnt: LearntBucket, of bucket: ServiceBucket) {
        content.withLock { content in
            if case .foreign? = content { return }
            StateFile.changing(path) {
                content = read()
                guard case .ours(var services)? = content else { return }
                services.keep(learnt, of: bucket, at: now())
                content = .ours(services)
                do throws(StateFile.Failed) {
                    try StateFile.replace(path, with: Array(services.fileText.utf8))
                } catch {
                    logger.warning("services not kept", metadata: ["path": "\(path)", "says": "\(error.message)"])
                }
            }
        }
    }

    private func read() -> Content {
        do throws(StateFile.Failed) {
            guard let bytes = try StateFile.read(path, upTo: Self.limit) else { return .ours(LearntServices()) }
            if let services = LearntServices(fileText: bytes) { return .ours(services) }
            guard bytes.starts(with: LearntServices.heading.utf8) else {
                throw StateFile.Failed(message: "It is no file of services of this version of persisty.")
            }
            // One of ours that is torn, or that somebody has changed: nothing of it is believed, and it is written anew.
            logger.warning("services ignored", metadata: ["path": "\(path)", "says": "It is damaged."])
            return .ours(LearntServices())
        } catch {
            logger.warning("services ignored", metadata: ["path": "\(path)", "says": "\(error.message)"])
            return .foreign
        }
    }
}
