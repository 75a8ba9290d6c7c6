import HostingTestSupport

extension HostileRequest.Expectation {
    /// Whether a whole answer is as expected.
    func allows(_ answer: RawAnswer) -> Bool {
        if let anyOf { return anyOf.contains { $0.allows(answer) } }
        if let status { guard status.codes.contains(answer.status) else { return false } }
        if status == nil, let codes = rule?.codes, !codes.isEmpty, !codes.contains(answer.status) { return false }
        if let contentLength, answer.status < 300, answer.length != Int(contentLength) { return false }
        if let contentRange, answer.header("content-range") != contentRange { return false }
        if let body, answer.status < 300, answer.body != (body[0]...body[1]).map({ UInt8($0 % 251) }) { return false }
        return (headers ?? [:]).allSatisfy { name, value in
            let found = answer.header(name.lowercased()) ?? ""
            return value.hasSuffix("…") ? found.hasPrefix(value.dropLast()) : found == value
        }
    }
}

extension String {
    /// The statuses that a rule in words begins with: `400/422; nothing stored`.
    fileprivate var codes: [Int] {
        let words = prefix { $0 != ";" }.split { !$0.isNumber && $0 != "/" }.flatMap { $0.split(separator: "/") }
        return words.compactMap { Int($0) }.filter { (100...599).contains($0) }
    }
}
