import PersistyData
import PersistyS3

/// A request as the vectors write it: a line, headers, perhaps folded, and a body.
struct RequestText {
    var request: SignableRequest
    var body: [UInt8]

    init(_ text: String) {
        let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        var lines = parts[0].split(separator: "\n")
        // The target may hold spaces, which no real one does.
        let line = lines.removeFirst().split(separator: " ", omittingEmptySubsequences: false)
        let target = line.dropFirst().dropLast().joined(separator: " ")
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var headers: [SignableRequest.Header] = []
        for line in lines {
            if line.hasPrefix(" ") {
                headers[headers.count - 1].value += "\n" + line
            } else {
                let colon = line.firstIndex(of: ":") ?? line.endIndex
                headers.append(.init(String(line[..<colon]), String(line[colon...].dropFirst())))
            }
        }
        let items = (halves.count > 1 ? halves[1] : "").split(separator: "&").map { item in
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(Self.decoded)
            return RequestQuery.Item(pair[0], pair.count > 1 ? pair[1] : "")
        }
        request = SignableRequest(
            String(line[0]), path: String(halves[0]), query: RequestQuery(items), headers: headers)
        body = Array((parts.count > 1 ? parts[1] : "").utf8)
    }

    private static func decoded(_ text: Substring) -> String {
        String(decoding: PercentEncoding.decoded(text.utf8, plusIsSpace: false) ?? [], as: UTF8.self)
    }

    func header(_ name: String) -> String? { request.headers.first { $0.name.lowercased() == name }?.value }
}
