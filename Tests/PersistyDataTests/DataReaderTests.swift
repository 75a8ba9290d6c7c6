import NIOCore
import PersistyData
import PersistyTestSupport
import Testing

@Suite struct `A reader` {
    @Test func `refuses a second pass, also by a copy, and after single buffers were taken`() async throws {
        let reader = DataReader("abc".utf8)
        let copy = reader
        for try await _ in reader {}
        await expectFailure(.other) { for try await _ in copy {} }
        let other = DataReader.pieces(Array("abcd".utf8), length: 2)
        _ = try await other.next()
        await expectFailure(.other) { for try await _ in other {} }
        #expect(try await other.next()?.readableBytes == 2, "single buffers go on")
    }

    @Test func `goes on after a short buffer, and after an empty one`() async throws {
        let lengths = [1 << 18, 1, 0, 1 << 18, 3]
        let (steps, feed) = AsyncStream<ByteBuffer>.makeStream()
        for length in lengths { feed.yield(ByteBuffer(repeating: 7, count: length)) }
        feed.finish()
        let reader = DataReader(size: nil) { () throws(DataError) in
            for await buffer in steps { return buffer }
            return nil
        }
        #expect(try await reader.collect(upTo: 1 << 20).readableBytes == lengths.reduce(0, +))
    }

    @Test func `of nothing ends at once, and stays ended`() async throws {
        let reader = DataReader([])
        #expect(reader.size == 0)
        #expect(try await reader.next() == nil)
        #expect(try await reader.next() == nil)
    }

    @Test func `is collected up to a limit and no further`() async throws {
        #expect(try await DataReader("abcde".utf8).collect(upTo: 5).readableBytes == 5)
        await expectFailure(.tooLarge) { try await DataReader("abcdef".utf8).collect(upTo: 5) }
        await expectFailure(.tooLarge) { try await DataReader.generated(.max).collect(upTo: 1 << 20) }
    }

    @Test func `in a cancelled task is cancelled, also at its end`() async throws {
        for giving in [[], Array("abc".utf8)] {
            let result = await withCancellableTask { cancel in
                let reader = DataReader(size: nil) { () throws(DataError) in
                    cancel()
                    return giving.isEmpty ? nil : ByteBuffer(bytes: giving)
                }
                return try await reader.collect(upTo: 10)
            }
            await expectFailure(.cancelled) { try result.get() }
        }
    }
}

@Suite struct `What is taken in for a write` {
    private func intake(
        announced: Int64? = nil, limit: Int64? = nil, expected: Digest? = nil
    ) throws -> WriteIntake {
        var (limits, options) = (DataLimits(), WriteOptions())
        limits.itemSize = limit
        options.expected = expected
        return WriteIntake(
            key: try DataKey("key"), store: "store", announced: announced, limits: limits, options: options)
    }

    private func code(_ intake: WriteIntake, _ pieces: [String]) -> DataError.Code? {
        var intake = intake
        do {
            for piece in pieces { try intake.take(ByteBuffer(string: piece)) }
            _ = try intake.finish()
            return nil
        } catch {
            return DataError(error).code
        }
    }

    @Test func `has the number of bytes that was announced, and at most the limit`() throws {
        #expect(code(try intake(announced: 4), ["ab", "cd"]) == nil)
        #expect(code(try intake(announced: 4), ["ab", "c"]) == .corrupt)
        #expect(code(try intake(announced: 4), ["ab", "cde"]) == .corrupt)
        #expect(code(try intake(announced: 0), []) == nil)
        #expect(code(try intake(announced: 1), []) == .corrupt)
        #expect(code(try intake(limit: 4), ["abcd"]) == nil)
        #expect(code(try intake(limit: 4), ["abcd", "e"]) == .tooLarge)
        #expect(code(try intake(announced: 9, limit: 4), ["a"]) == .tooLarge, "as soon as it is announced")
    }

    @Test func `has the digest that was expected, by any algorithm`() throws {
        for algorithm in Digest.Algorithm.allCases {
            let digest = Array("abcd".utf8).withUnsafeBytes { DigestHasher.digest(algorithm, of: $0) }
            #expect(code(try intake(expected: digest), ["ab", "cd"]) == nil)
            #expect(code(try intake(expected: digest), ["ab", "cD"]) == .corrupt)
        }
    }

    @Test func `says of a source that ends early how far it came`() throws {
        var intake = try intake(announced: 10)
        try intake.take(ByteBuffer(string: "abc"))
        let error = #expect(throws: DataError.self) { try intake.finish() }
        #expect(error?.message == "The source ended after 3 bytes, but had announced 10.")
        #expect(error?.key == "key")
        #expect(error?.store == "store")
    }
}
