import Foundation
import HostingTestSupport
import PersistyData
import PersistyTestSupport
import Testing

@testable import PersistyHosting

@Suite struct `What somebody stored` {
    /// Types that browsers run, or take for something to run.
    private static let activeTypes = [
        "text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/xml", "text/javascript",
        "application/pdf", "text/html; charset=utf-7", "TEXT/HTML", "image/png", "application/wasm",
        "multipart/x-mixed-replace; boundary=a", "text/cache-manifest", "application/octet-stream",
        "message/rfc822", "application/x-shockwave-flash",
    ]

    @Test(arguments: activeTypes, [false, true])
    func `runs in no browser, whatever it says it is`(type: String, isInline: Bool) async throws {
        try await RunningServer.with { server in
            var options = WriteOptions()
            options.attributes.contentType = type
            let key = try DataKey("active.html")
            let script = Array("<script>alert(1)</script>".utf8)
            _ = try await server.vault.write(key, DataReader(script), options)
            var link = Link(.get, key)
            link.isInline = isInline
            let answer = try await server.request("GET", try await server.target(link, in: "vault"))
            #expect(answer.status == 200 && answer.body == script)
            answer.expectHarmless()
            let isShown = answer.header("content-disposition")?.hasPrefix("inline") == true
            #expect(isShown == (isInline && type == "image/png"))
            #expect(answer.header("content-type")?.hasPrefix("multipart") == false)
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: [false, true])
    func `is saved under its own name and forges no header`(isInline: Bool) async throws {
        try await RunningServer.with { server in
            var options = WriteOptions()
            options.attributes.contentType = "image/png"
            for hostile in HostileKey.all {
                guard let key = hostile.key else { continue }
                _ = try await server.vault.write(key, DataReader([1, 2, 3]), options)
                var link = Link(.get, key)
                link.isInline = isInline
                // A token has room for most names.
                guard let target = try? await server.target(link, in: "vault"), target.utf8.count < 8000 else {
                    continue
                }
                let answer = try await server.request("GET", target)
                #expect(answer.status == 200 && answer.body == [1, 2, 3], "\(hostile.testDescription)")
                answer.expectHarmless()
                let value = try #require(answer.header("content-disposition"))
                let read = try #require(ReadDisposition(value), "\(hostile.testDescription): \(value)")
                let last =
                    hostile.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).last ?? []
                #expect(read.kind == (isInline ? "inline" : "attachment"))
                #expect(
                    read.name == (last.isEmpty ? Array("download".utf8) : Array(last)), "\(hostile.testDescription)")
            }
        }
    }
}

extension RawAnswer {
    /// What every answer with somebody's bytes has, once each, and that nothing else came in between.
    fileprivate func expectHarmless() {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; sandbox; frame-ancestors 'none'"),
            ("referrer-policy", "no-referrer"), ("cross-origin-resource-policy", "same-origin"),
        ] {
            #expect(headers.filter { $0.name == name }.map(\.value) == [value])
        }
        #expect(headers.filter { $0.name == "content-disposition" }.count == 1)
        #expect(headers.allSatisfy { !$0.name.contains("evil") && $0.name != "set-cookie" && $0.name != "location" })
        #expect(headers.allSatisfy { $0.value.utf8.allSatisfy { (0x20..<0x7f).contains($0) } })
    }
}
