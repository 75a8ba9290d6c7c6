import Browser
import Foundation
import Logging
import PersistyData
import TerminalUI
import Testing

@testable import persisty

@Suite struct `The log` {
    private func log(of scene: Scene) -> String { scene.text("state/persisty/persisty.log") ?? "" }

    private func lines(_ scene: Scene, _ words: String...) -> [Substring] {
        log(of: scene).split(separator: "\n").filter { line in words.allSatisfy(line.contains) }
    }

    @Test func `tells of a copy from its beginning to its end, and nothing of the content`() async throws {
        let scene = try Scene()
        try scene.file("left/one.txt", "what nobody should find in a log")
        #expect(await scene.run("cp", "-r", "left:", "right:copy/").status == 0)
        #expect(
            lines(scene, " info began ", "command=cp", "version=\(Persisty.version)", "left: right:copy/").count == 1)
        #expect(
            lines(scene, " info store opened ", "store=left", "kind=directory", "place=\(scene.path)/left").count == 1)
        #expect(lines(scene, " info copy began ", "from=left:", "items=3").count == 1)
        #expect(lines(scene, " info copy finished ", "done=3", "bytes-done=56", "verified=\"3 ", "by=\"3 ").count == 1)
        #expect(!log(of: scene).contains("nobody"))
        let attributes = try FileManager.default.attributesOfItem(atPath: scene.path + "/state/persisty/persisty.log")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func `names each item that failed, and why`() async throws {
        let scene = try Scene()
        try scene.file("right/one.txt", "there already")
        #expect(await scene.run("cp", "left:one.txt", "right:").status == 1)
        #expect(lines(scene, " error copy failed for an item ", "key=one.txt", "code=exists", "says=\"").count == 1)
        #expect(lines(scene, " error copy failed ", "failed=1", "done=0").count == 1)
        #expect(lines(scene, " error shown ").isEmpty)
    }

    @Test func `tells of deletions, and of what was said and is no transfer`() async throws {
        let scene = try Scene()
        #expect(await scene.run("rm", "left:one.txt").status == 0)
        #expect(lines(scene, " notice to be deleted ", "store=left", "key=one.txt").count == 1)
        #expect(lines(scene, " info delete finished ", "from=left:", "first=one.txt", "done=1").count == 1)
        #expect(await scene.run("cat", "left:one.txt").status == 1)
        #expect(lines(scene, " error shown ", "says=\"left:one.txt: There is no such item or folder.").count == 1)
        #expect(await scene.run("ls", "gone:").status == 1)
        #expect(lines(scene, " warning store unavailable ", "place=\(scene.path)/gone", "says=\"").count == 1)
    }

    @Test func `tells of listings only when it is asked to`() async throws {
        let scene = try Scene()
        #expect(await scene.run("ls", "left:").status == 0)
        #expect(lines(scene, " listed ").isEmpty)
        #expect(await scene.run("ls", "left:", "--log-level", "debug").status == 0)
        #expect(lines(scene, " debug listed ", "place=left:").count == 1)
    }

    @Test func `holds no control of a hostile name, and no line or value of its making`() async throws {
        let scene = try Scene()
        let name = "a\u{1b}[2J\nINFO \"fake\" failed=0"
        try scene.file("left/" + name, "x")
        #expect(await scene.run("cp", "left:" + name, "right:").status == 0)
        let text = log(of: scene)
        #expect(text.utf8.allSatisfy { $0 >= 0x20 || $0 == UInt8(ascii: "\n") })
        #expect(text.contains(#"first="a\u{1b}[2J\u{a}INFO \u{22}fake\u{22} failed=0""#))
        #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("20") })
    }

    @Test func `keeps what the browser shows as gone wrong, once`() {
        let kept = KeptLines()
        let logger = kept.logger
        let error = DataError(.forbidden, "Not allowed.", hint: "Ask.", key: "a b", store: "vault", reason: "test.no")
        logger.note(.failed(error))
        logger.note(.listingEnded(.left, listing: 1, .failed(error)))
        logger.note(.failed(.cancelled()))
        logger.note(.listingEnded(.left, listing: 1, .complete))
        logger.note(.said(Notice(.warning, "Careful.")))
        logger.note(.said(Notice(.success, "Done.")))
        let line = #"error shown code=forbidden key="a b" reason=test.no says="Not allowed. Ask." store=vault"#
        #expect(kept.all == [line, line, "warning shown says=Careful."])
    }
}
