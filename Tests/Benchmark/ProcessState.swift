import Glibc

/// What the kernel knows of a living process, by proc(5).
struct ProcessState {
    /// Of all threads, also of those that have ended.
    let processorTime: Duration
    let peakMemory: Int
    /// How often each thread went to sleep of itself.
    private var voluntarySwitches: [String: Int] = [:]

    init(of process: pid_t) throws {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else {
            throw Failure("process \(process) has ended")
        }
        processorTime = .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        peakMemory = 1024 * (Self.field("VmHWM", of: try Files.text("/proc/\(process)/status")) ?? 0)
        for task in try Files.names(in: "/proc/\(process)/task") {
            // A thread may end meanwhile.
            guard let status = try? Files.text("/proc/\(process)/task/\(task)/status") else { continue }
            voluntarySwitches[task] = Self.field("voluntary_ctxt_switches", of: status)
        }
    }

    /// How often the threads that are there now went to sleep of themselves since.
    func voluntarySwitches(since former: ProcessState) -> Int {
        voluntarySwitches.reduce(0) { $0 + $1.value - (former.voluntarySwitches[$1.key] ?? 0) }
    }

    private static func field(_ name: String, of status: String) -> Int? {
        let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
    }
}
