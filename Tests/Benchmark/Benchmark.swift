import Glibc

/// Measures persisty beside its peers, each in turn in the same run, and prints tables.
@main struct Benchmark {
    static func main() {
        let failures = FailureCount()
        do {
            let options = try Options(CommandLine.arguments.dropFirst())
            Signals.block()
            let workspace = try Workspace(in: options.work)
            defer { Signals.uninterrupted { workspace.remove() } }
            Signals.removeWhenInterrupted([workspace.disk, workspace.memory])
            Machine(workspace).write()
            let bench = Bench(options: options, workspace: workspace, failures: failures)
            for measurement in options.measurements { try measurement.run(bench) }
        } catch {
            print("\n\(error)")
            failures.count += 1
        }
        exit(failures.count > 0 ? 1 : 0)
    }
}
