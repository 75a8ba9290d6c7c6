import Browser
import Foundation
import Testing

@testable import persisty

@Suite struct `The file of the places that were gone to` {
    private let scene: Scene
    private let log = KeptLines()
    private var path: String { scene.path + "/state/persisty/history" }
    private var file: HistoryFile { HistoryFile(path, logger: log.logger) }

    init() throws { scene = try Scene() }

    @Test func `is made private, and read again`() throws {
        let places = PlaceHistory(typed: ["/tmp"], visited: ["vault:a/"])
        file.write(places)
        #expect(file.read() == places)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scene.path + "/state/persisty") == ["history"])
        #expect(log.all.isEmpty)
    }

    @Test func `keeps the places of two browsers`() {
        let (one, other) = (file, file)
        _ = (one.read(), other.read())
        one.write(PlaceHistory(typed: ["/one", "/both"]))
        other.write(PlaceHistory(typed: ["/both", "/other"]))
        #expect(file.read() == PlaceHistory(typed: ["/both", "/other", "/one"]))
    }

    @Test func `is left as it is when it is not ours, which the log tells once`() throws {
        try FileManager.default.createDirectory(
            atPath: scene.path + "/state/persisty", withIntermediateDirectories: true)
        for text in ["somebody else's", "persisty history 2\n"] {
            try scene.file("state/persisty/history", text)
            let before = log.all.count
            let file = file
            #expect(file.read() == PlaceHistory())
            file.write(PlaceHistory(typed: ["/tmp"]))
            #expect(scene.text("state/persisty/history") == text)
            #expect(log.all.count == before + 1 && log.all.last?.hasPrefix("warning history ignored path=") == true)
        }
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: scene.path + "/left/one.txt")
        let file = file
        #expect(file.read() == PlaceHistory())
        file.write(PlaceHistory(typed: ["/tmp"]))
        #expect(scene.text("left/one.txt") == "one")
    }

    @Test func `is never a reason to fail`() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        #expect(file.read() == PlaceHistory())
        file.write(PlaceHistory(typed: ["/tmp"]))
        #expect(log.all.allSatisfy { $0.hasPrefix("warning history ignored") })
        let nowhere = HistoryFile("/proc/persisty/history", logger: log.logger)
        nowhere.write(PlaceHistory(typed: ["/tmp"]))
    }
}
