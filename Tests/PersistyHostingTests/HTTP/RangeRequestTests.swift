import HTTPTypes
import PersistyTestSupport
import Testing

@testable import PersistyHosting

@Suite struct `A range that is asked for` {
    private static let sizes: [String: Int64] = ["size0": 0, "size1": 1, "size1000": 1000, "size5MiB": 5 << 20]

    @Test(arguments: HostileRequest.all("range").filter { !$0.note.hasPrefix("If-Range") })
    func `is answered as the corpus wants, whatever it says`(hostile: HostileRequest) throws {
        let target = try #require(hostile.request.target)
        let size = try #require(Self.sizes[String(target.dropFirst("{download:".count).dropLast())])
        let request = RangeRequest(hostile.fields(), size: size)
        #expect(
            hostile.expect.allows(
                status: request.status, contentLength: request.length(of: size),
                contentRange: request.contentRange(size: size)), "\(request)")
    }

    @Test(arguments: [
        ("bytes=0-0", RangeRequest.part(0..<1)), ("bytes=0-", .part(0..<10)), ("bytes=9-", .part(9..<10)),
        ("bytes=-1", .part(9..<10)), ("bytes=-11", .part(0..<10)), ("bytes=4-99", .part(4..<10)),
        ("BYTES=1-2", .part(1..<3)), (" bytes= , 1-2 ,\t", .part(1..<3)),
        ("bytes=0-9223372036854775807", .part(0..<10)),
        ("bytes=0-99999999999999999999999", .part(0..<10)), ("bytes=-99999999999999999999999", .part(0..<10)),
        ("bytes=10-", .unsatisfiable), ("bytes=-0", .unsatisfiable), ("bytes=9223372036854775807-", .unsatisfiable),
        ("bytes=99999999999999999999999-", .unsatisfiable), ("bytes=2-1", .whole), ("bytes=0-0,2-2", .whole),
        ("bytes=0-0, 2-2", .whole), ("bytes", .whole), ("bytes=", .whole), ("bytes=-", .whole), ("bytes=1 - 2", .whole),
        ("bytes =1-2", .whole), ("items=1-2", .whole), ("bytes=+1-2", .whole), ("bytes=1-2;q=1", .whole), ("", .whole),
    ])
    func `is one of bytes, cut at the end, or else the whole`(value: String, request: RangeRequest) {
        #expect(RangeRequest([.range: value], size: 10) == request)
    }

    @Test func `counts for nothing when it is sent twice or not at all`() {
        var fields = HTTPFields()
        #expect(RangeRequest(fields, size: 10) == .whole)
        fields.append(HTTPField(name: .range, value: "bytes=0-1"))
        #expect(RangeRequest(fields, size: 10) == .part(0..<2))
        fields.append(HTTPField(name: .range, value: "bytes=0-1"))
        #expect(RangeRequest(fields, size: 10) == .whole)
    }

    @Test func `is answered as a model has it, 20,000 times`() {
        var generator = SeededGenerator(14)
        for _ in 0..<20_000 {
            let size =
                [0, 1, 2, 10, 1000, .max].randomElement(using: &generator)
                ?? Int64.random(in: 0...5000, using: &generator)
            let value = randomRange(size: size, &generator)
            let (request, model) = (RangeRequest([.range: value], size: size), model(value, size: size))
            guard request == model else {
                Issue.record("\(value.debugDescription) of \(size): \(request), not \(model)")
                return
            }
        }
    }

    /// RFC 9110 §14.1.2 again, by splitting texts and with numbers that do not overflow.
    private func model(_ value: String, size: Int64) -> RangeRequest {
        let halves = value.split(separator: "=", omittingEmptySubsequences: false)
        guard halves.count == 2, halves[0].lowercased() == "bytes" else { return .whole }
        let ranges = halves[1].split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
        guard ranges.count == 1 else { return .whole }
        let ends = ranges[0].split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, ends.allSatisfy({ $0.allSatisfy { ("0"..."9").contains($0) } }) else { return .whole }
        let size = Int128(size)
        let most = Int128(Int64.max)
        let positions: Range<Int128>
        switch (Int128(ends[0]).map { min($0, most) }, Int128(ends[1]).map { min($0, most) }) {
        case (nil, nil): return .whole
        case (nil, let length?):
            guard length > 0 else { return .unsatisfiable }
            positions = max(0, size - length)..<size
        case (let first?, let last):
            guard first <= last ?? first else { return .whole }
            guard first < size else { return .unsatisfiable }
            positions = first..<min(size, (last ?? size) + 1)
        }
        return positions.isEmpty
            ? .unsatisfiable : .part(Int64(positions.lowerBound)..<Int64(positions.upperBound))
    }

    private func randomRange(size: Int64, _ generator: inout SeededGenerator) -> String {
        let near = [size - 1, size, size > 0 ? size / 2 : 0, 0, 1].map(String.init)
        let far = ["9223372036854775807", "9223372036854775808", "18446744073709551616", "99999999999999999999999999"]
        func number(_ generator: inout SeededGenerator) -> String {
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: ""
            case 1: far.randomElement(using: &generator) ?? ""
            case 2, 3: String(Int64.random(in: 0...max(1, size &* 2 < 0 ? size : size &* 2), using: &generator))
            default: (near.randomElement(using: &generator) ?? "").replacing("-", with: "")
            }
        }
        let odd = ["", "", "", "", "", "", ",", "x", "-", ",1-2", "+"].randomElement(using: &generator) ?? ""
        let unit = ["bytes", "bytes", "bytes", "Bytes", "byte", ""].randomElement(using: &generator) ?? ""
        return unit + "=" + number(&generator) + "-" + number(&generator) + odd
    }
}

extension RangeRequest {
    fileprivate var status: Int {
        switch self {
        case .whole: 200
        case .part: 206
        case .unsatisfiable: 416
        }
    }

    fileprivate func length(of size: Int64) -> Int64? {
        switch self {
        case .whole: size
        case .part(let range): Int64(range.count)
        case .unsatisfiable: nil
        }
    }
}
