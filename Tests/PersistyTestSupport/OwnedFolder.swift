import Foundation
import Synchronization

/// A fresh folder, removed with all in it when it is let go.
///
/// It is locked by flock(2) for as long as somebody has it. A lock ends with its process, however that ends, so that
/// the first folder of a later run removes what was left behind by one that was killed.
package final class OwnedFolder: Sendable {
    package let path: String
    private let lock: Int32

    private static let swept = Mutex<Set<String>>([])

    package struct Failed: Error, CustomStringConvertible {
        package let description: String
    }

    /// Makes a folder in `parent` whose name begins with `name`, which nothing else there may begin with.
    package init(_ name: String, in parent: String) throws {
        let prefix = parent + "/" + name + "-"
        if Self.swept.withLock({ $0.insert(prefix).inserted }) { Self.sweep(name, in: parent) }
        while true {
            var template = Array((prefix + "XXXXXX").utf8CString)
            guard template.withUnsafeMutableBufferPointer({ $0.baseAddress.map { mkdtemp($0) } ?? nil }) != nil else {
                throw Failed(description: "No folder can be made in \(parent): \(String(cString: strerror(errno))).")
            }
            let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            // Another run may have come between, and taken it for one that nobody has.
            guard let lock = Self.lock(path), access(path, F_OK) == 0 else { continue }
            (self.path, self.lock) = (path, lock)
            return
        }
    }

    deinit {
        removeTemporaryDirectory(path)
        close(lock)
    }

    /// Removes the folders of that name that nobody has any more.
    package static func sweep(_ name: String, in parent: String) {
        for entry in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        where entry.hasPrefix(name + "-") {
            guard let lock = lock(parent + "/" + entry) else { continue }
            removeTemporaryDirectory(parent + "/" + entry)
            close(lock)
        }
    }

    private static func lock(_ path: String) -> Int32? {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
        close(descriptor)
        return nil
    }
}
