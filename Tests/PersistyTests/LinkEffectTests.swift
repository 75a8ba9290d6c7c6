import Browser
import Foundation
import PersistyData
import Testing

@testable import persisty

@Suite struct `Links of the browser` {
    @Test func `are saved in a new file that only its owner reads`() throws {
        let scene = try Scene()
        let path = scene.path + "/mine.txt"
        try PrivateFile.create(path, "https://files.example/\n")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "https://files.example/\n")
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        try FileManager.default.createSymbolicLink(atPath: scene.path + "/link", withDestinationPath: "/nowhere")
        for other in ["/mine.txt", "/link"] {
            #expect(throws: DataError.self) { try PrivateFile.create(scene.path + other, "other") }
        }
        #expect(throws: DataError.self) { try PrivateFile.create(scene.path + "/a\0b", "other") }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "https://files.example/\n")
    }

    @Test func `become QR codes, as far as any holds them`() throws {
        let code = try #require(QRCode("https://files.example/s/vault/a?t=abc"))
        #expect(code.side == 29 && code.isDark.count == 841)
        // The finder pattern in the first corner: dark edge, light line, dark heart.
        #expect(Array(code.isDark[0..<8]) == [true, true, true, true, true, true, true, false])
        #expect(Array(code.isDark[29..<37]) == [true, false, false, false, false, false, true, false])
        #expect(QRCode("") == nil && QRCode(String(repeating: "a", count: 2953)) != nil)
        #expect(QRCode(String(repeating: "a", count: 2954)) == nil)
    }
}
