import Foundation

/// What the system tells of another process (proc_pid_status(5), proc_pid_fd(5)).
struct ProcessFacts {
    let id: Int32

    /// The most memory it has held, in MiB.
    var peakMemory: Int {
        let status = (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) }.map { $0 >> 10 } ?? .max
    }

    /// What each open file is.
    var openFiles: [String] {
        let folder = "/proc/\(id)/fd/"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: folder + $0) }
    }

    var openSockets: Int { openFiles.filter { $0.hasPrefix("socket:") }.count }
}
