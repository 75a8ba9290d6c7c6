import Glibc

/// The machine that all figures are of.
struct Machine {
    private let workspace: Workspace

    init(_ workspace: Workspace) { self.workspace = workspace }

    func write() {
        let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        print("Machine: \(processor), \(cores) cores, \(memory) of memory, \(kernel);")
        print("disk is \(fileSystem(of: workspace.disk)), memory is \(fileSystem(of: workspace.memory)); load \(load).")
        print("Each cell: median (least–greatest). Columns with ÷: what persisty reached, divided by the peer's.")
        fflush(nil)
    }

    private var processor: String {
        let lines = (try? Files.text("/proc/cpuinfo"))?.split(separator: "\n") ?? []
        let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last?.drop(while: \.isWhitespace)
        return model.map(String.init) ?? "an unknown processor"
    }

    private var memory: String {
        Unit.bytes.text(Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE))))
    }

    private var kernel: String {
        let release = (try? Files.text("/proc/sys/kernel/osrelease")) ?? "?"
        return "Linux " + release.filter { !$0.isNewline }
    }

    private var load: String { (try? Files.text("/proc/loadavg"))?.split(separator: " ").first.map(String.init) ?? "?" }

    /// The type of the file system that holds the path: proc_pid_mountinfo(5).
    private func fileSystem(of path: String) -> String {
        var found = (point: Substring(""), type: Substring("unknown"))
        for line in ((try? Files.text("/proc/self/mountinfo")) ?? "").split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 4, let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count else { continue }
            let point = fields[4]
            let isAbove = point == "/" || path == point || path.hasPrefix(point + "/")
            if isAbove, point.count >= found.point.count { found = (point, fields[dash + 1]) }
        }
        return String(found.type)
    }
}
