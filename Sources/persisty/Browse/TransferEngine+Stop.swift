import PersistyTransfer

extension TransferEngine {
    /// Stops all transfers and waits until what was under way is given up whole, but not for a disk that hangs.
    func stop(within limit: Duration) async {
        let running = snapshot().transfers.filter { !$0.state.isEnded }.map(\.id)
        guard !running.isEmpty else { return }
        cancelAll()
        let (ends, end) = AsyncStream<Void>.makeStream()
        let waiting = Task {
            for id in running { _ = await wait(for: id) }
            end.finish()
        }
        let limiting = Task {
            try? await Task.sleep(for: limit)
            end.finish()
        }
        for await _ in ends {}
        waiting.cancel()
        limiting.cancel()
    }
}
