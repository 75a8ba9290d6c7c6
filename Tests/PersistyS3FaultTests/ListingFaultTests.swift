import FaultProxy
import Foundation
import NIOCore
import PersistyData
import PersistyS3
import S3TestSupport
import Testing

/// A service that lists wrongly.
private struct WrongListing: Sendable, CustomTestStringConvertible {
    let name: String
    /// The reason of the error that the listing ends with; `nil` where it ends as it should.
    let reason: String?
    /// The page that follows a token.
    let page: @Sendable (String?) -> Answer

    var testDescription: String { name }

    static func page(_ keys: [String], next: String?, isTruncated: Bool = true) -> Answer {
        Answer(
            200,
            text: "<ListBucketResult><IsTruncated>\(isTruncated)</IsTruncated>"
                + (next.map { "<NextContinuationToken>\($0)</NextContinuationToken>" } ?? "")
                + keys.map { "<Contents><Key>\($0)</Key><Size>1</Size></Contents>" }.joined() + "</ListBucketResult>")
    }

    static let all: [WrongListing] = [
        WrongListing(name: "the same token", reason: "s3.list_loop") { _ in page(["p/a"], next: "t") },
        WrongListing(name: "a cycle of tokens", reason: "s3.list_loop") {
            page(["p/a"], next: ["a": "b", "b": "c", "c": "a"][$0 ?? "c"])
        },
        WrongListing(name: "empty pages without end", reason: "s3.list_loop") {
            page([], next: "\(($0.flatMap { Int($0) } ?? 0) + 1)")
        },
        WrongListing(name: "more, and not from where", reason: "s3.bad_response") { _ in page(["p/a"], next: nil) },
        WrongListing(name: "a token that is too long", reason: "s3.bad_response") { _ in
            page(["p/a"], next: String(repeating: "t", count: 9000))
        },
        WrongListing(name: "keys twice", reason: nil) {
            $0 == nil ? page(["p/a", "p/a"], next: "t") : page(["p/a"], next: nil, isTruncated: false)
        },
        WrongListing(name: "keys in disorder", reason: nil) { _ in page(["p/b", "p/a"], next: nil, isTruncated: false)
        },
        WrongListing(name: "keys of other folders", reason: nil) { _ in
            page(["q/x", "../x", "p/a", "p"], next: nil, isTruncated: false)
        },
    ]
}

@Suite struct `A listing of an S3 store` {
    private func names(_ store: S3Store, _ prefix: String) async -> Result<[String], DataError> {
        await within(.seconds(60), "the listing") { () throws(DataError) in
            var names: [String] = []
            for try await batch in store.list(DataQuery(prefix: prefix), attributes: false) {
                for row in 0..<batch.count { if let name = batch.name(row) { names.append(name) } }
            }
            return names
        }
    }

    @Test(arguments: WrongListing.all)
    fileprivate func `ends, and holds nothing that is not below its folder`(listing: WrongListing) async throws {
        let server = try S3Server.named("moto")
        let rule = FaultRule(
            .instead { head in
                let token = head.query.split(separator: "&").first { $0.hasPrefix("continuation-token=") }
                return [.bytes(listing.page(token.map { String($0.dropFirst("continuation-token=".count)) }).wire)]
            })
        try await withFaultProxy(before: server.port, [rule]) { proxy in
            let store = S3Store(name: "faulted", client: try server.client(port: proxy.port), bucket: "b")
            switch await names(store, "p/") {
            case .success(let names):
                #expect(listing.reason == nil && !names.isEmpty && Set(names).isSubset(of: ["a", "b"]), "\(names)")
            case .failure(let error): #expect(error.reason == listing.reason, "\(error)")
            }
            #expect((1...1001).contains(proxy.fired[0]))
        }
    }

    private static let corpus =
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/../shared/corpus/hostile_xml/"

    @Test func `ends, whatever document comes`() async throws {
        // The corpus lies beside the checkout on the machines that have it.
        let files = (try? FileManager.default.contentsOfDirectory(atPath: Self.corpus))?.filter { $0.hasSuffix(".xml") }
        guard let files else {
            print("The corpus of hostile XML is not beside this checkout; none of it was sent as a listing.")
            return
        }
        let server = try S3Server.named("moto")
        let rule = FaultRule(
            .instead { head in
                let prefix = head.query.split(separator: "&").first { $0.hasPrefix("prefix=") }?.dropFirst(7) ?? ""
                let bytes = FileManager.default.contents(atPath: Self.corpus + prefix) ?? Data()
                return [.bytes(Answer(200, body: .init(bytes: bytes)).wire)]
            })
        try await withFaultProxy(before: server.port, [rule]) { proxy in
            for file in files.sorted() {
                let store = S3Store(name: "faulted", client: try server.client(port: proxy.port), bucket: "b")
                let before = proxy.fired[0]
                if case .failure(let error) = await names(store, file) {
                    #expect(error.code != .cancelled && error.message.hasSuffix("."), "\(file): \(error)")
                }
                #expect((1...1001).contains(proxy.fired[0] - before), "\(file)")
            }
        }
    }
}
