import Foundation
import HostingTestSupport
import PersistyData
import Testing

@testable import PersistyHosting

@Suite struct `A hostile request` {
    /// Uploads are not resumed here: what asks for it is told which methods there are.
    private static let offered = HostileRequest.all.filter { $0.class != "resume" }

    @Test(.timeLimit(.minutes(5)), arguments: HostileRequest.all.isEmpty ? [] : ["all"])
    func `gets the answer that it should, and nothing else happens`(_: String) async throws {
        try await RunningServer.with { server in
            try await server.fill()
            for hostile in Self.offered {
                // What is no request at all may also find the connection closed.
                guard let answer = try? await server.answer(to: hostile) else {
                    #expect(hostile.request.raw != nil, "\(hostile.testDescription): no answer")
                    continue
                }
                #expect(hostile.expect.allows(answer), "\(hostile.testDescription): \(answer) for \(hostile.expect)")
                #expect(answer.headers.allSatisfy { !$0.value.contains("evil") && $0.name != "x-evil" })
                #expect(!answer.headers.contains { $0.name == "server" })
            }
            for hostile in HostileRequest.all where hostile.class == "resume" {
                let answer = try await server.answer(to: hostile)
                #expect(answer.status == 405 && answer.header("allow") == "GET, HEAD, PUT, POST", "\(hostile.id)")
            }
            #expect(!server.log.text.contains("eyJ"), "no token is in the log")
        }
    }
}

extension RunningServer {
    /// The items that the corpus asks for: byte i is i modulo 251.
    fileprivate func fill() async throws {
        for (name, size) in [("size0", 0), ("size1", 1), ("size1000", 1000), ("size5MiB", 5 << 20)] {
            _ = try await docs.write(
                DataKey(name), DataReader((0..<size).lazy.map { UInt8($0 % 251) }), WriteOptions())
        }
    }

    fileprivate func answer(to hostile: HostileRequest) async throws -> RawAnswer {
        let item = try await docs.read(DataKey("size1000"))
        let etag = item?.etag?.headerValue ?? ""
        var target = hostile.request.target ?? ""
        if let type = hostile.request.itemType {
            var options = WriteOptions()
            options.attributes.contentType = type.isEmpty ? nil : type
            // Types that no store takes are those of another program's items.
            if (try? await vault.write(DataKey("active"), DataReader("<script>".utf8), options)) == nil {
                options.attributes.contentType = nil
                _ = try await vault.write(DataKey("active"), DataReader("<script>".utf8), options)
            }
            target = try await self.target(Link(.get, DataKey("active")), in: "vault")
        }
        let upload = hostile.note.contains("existing") || hostile.note.contains("stale") ? "size1" : "in/\(hostile.id)"
        target = try await replaced(target, upload)
        if let raw = hostile.request.raw {
            return try await self.raw(Array(try await replaced(String(decoding: raw, as: UTF8.self), upload).utf8))
        }
        let headers = (hostile.request.headers ?? []).map { header in
            (
                header[0],
                // On a socket CR and LF would end the line, and what follows be a header of its own.
                header[1].replacing("\r\n", with: "\r").replacing("{etag}", with: etag).replacing(
                    "{etag_unquoted}", with: etag.filter { $0 != "\"" }
                )
                .replacing("{last_modified}", with: item?.updatedAt.map(HTTPDate.text) ?? "")
            )
        }
        let body = hostile.request.bodyB64.map { [UInt8]($0) } ?? hostile.request.body.map { Array($0.utf8) }
        return try await request(hostile.request.method ?? "GET", target, headers, body: body)
    }

    private func replaced(_ text: String, _ upload: String) async throws -> String {
        var text = text
        for name in ["size0", "size1", "size1000", "size5MiB"] where text.contains("{download:\(name)}") {
            text = text.replacing("{download:\(name)}", with: try await target(Link(.get, DataKey(name))))
        }
        for placeholder in ["{upload}", "{U}", "{resumable}"] where text.contains(placeholder) {
            var link = Link(.put, try DataKey(upload))
            link.condition = upload == "size1" ? .always : .absent
            text = text.replacing(placeholder, with: try await target(link))
        }
        if text.contains("{form}") {
            text = text.replacing("{form}", with: try await target(UploadPolicy(DataKey(upload))))
        }
        if text.contains("{D}") {
            text = text.replacing("{D}", with: try await target(Link(.get, DataKey("size1000"))))
        }
        return text.replacing("{prefix}", with: "/s/docs/")
    }
}
