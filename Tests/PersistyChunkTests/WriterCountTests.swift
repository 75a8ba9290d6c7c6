import Testing

@testable import PersistyChunk

@Suite struct `Those who write to a chunk store at once` {
    @Test(arguments: [(1, 8), (4, 8), (8, 4), (16, 2), (32, 1), (500, 1)])
    func `hold together as much as four alone`(count: Int, mebibytes: Int) {
        let writers = WriterCount()
        let all = (0..<count).map { _ in writers.enter() }
        withExtendedLifetime(all) { #expect(writers.flushBytes == mebibytes << 20) }
        #expect(all[0].flushBytes == mebibytes << 20)
    }

    @Test func `give back what they held`() {
        let writers = WriterCount()
        let one = writers.enter()
        do {
            let others = (0..<15).map { _ in writers.enter() }
            withExtendedLifetime(others) { #expect(one.flushBytes == 2 << 20) }
        }
        #expect(one.flushBytes == 8 << 20)
    }
}
