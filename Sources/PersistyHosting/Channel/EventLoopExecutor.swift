import NIOCore

/// Runs tasks on the event loop of their connection: what is received, answered and sent there changes threads for files
/// alone, which for small items costs more than all the rest.
final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
