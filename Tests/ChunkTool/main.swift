import Glibc

// Drives a chunk store from a process of its own, for tests that need several processes, or one that is killed.
do {
    try await Tool(CommandLine.arguments.dropFirst()).run()
} catch {
    say("error \(error)")
    exit(1)
}
