import Glibc

// Drives a chunk store from a process of its own, for tests that need several processes, or one that is killed.
do {
    if CommandLine.arguments.count > 1, CommandLine.arguments[1] == "bench" { try await bench(Array(CommandLine.arguments.dropFirst(2))); exit(0) }
    try await Tool(CommandLine.arguments.dropFirst()).run()
} catch {
    say("error \(error)")
    exit(1)
}
