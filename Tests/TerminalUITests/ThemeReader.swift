import Foundation

@testable import TerminalUI

/// Reads the part of TOML that the shipped themes are written in; the program has a real parser.
struct ThemeReader {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "themes")

    static let slugs: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }.sorted()
    }()

    static func read(_ slug: String) throws -> ThemeDefinition {
        var definition = ThemeDefinition(slug: slug)
        var table = ""
        for line in try String(contentsOf: folder.appending(path: "\(slug).toml"), encoding: .utf8).split(
            separator: "\n")
        {
            if line.hasPrefix("#") { continue }
            if line.hasPrefix("[") {
                table = String(line.dropFirst().dropLast())
                continue
            }
            let parts = line.split(separator: " = ", maxSplits: 1).map(String.init)
            let name = parts[0].trimmingCharacters(in: ["\""])
            let text = parts[1].trimmingCharacters(in: ["\""])
            switch table {
            case "": set(name, text, &definition)
            case "palette": definition.palette[name] = .text(text)
            case "palette.256": definition.palette256[name] = .text(text)
            case "palette.16": definition.palette16[name] = .text(text)
            case "roles": definition.roles[name] = role(parts[1])
            default: throw CocoaError(.fileReadCorruptFile)
            }
        }
        return definition
    }

    private static func set(_ name: String, _ text: String, _ definition: inout ThemeDefinition) {
        switch name {
        case "name": definition.name = text
        case "kind": definition.kind = .init(rawValue: text) ?? .any
        case "inherits": definition.inherits = text
        case "pair": definition.pair = text
        case "credit": definition.credit = text
        default: break
        }
    }

    private static func role(_ text: String) -> ThemeDefinition.RoleValue {
        guard text.hasPrefix("{") else { return .init(foreground: .text(text.trimmingCharacters(in: ["\""]))) }
        var value = ThemeDefinition.RoleValue()
        for pair in text.dropFirst().dropLast().split(separator: ",") {
            let parts = pair.split(separator: "=").map { $0.trimmingCharacters(in: [" ", "\""]) }
            switch parts[0] {
            case "fg": value.foreground = .text(parts[1])
            case "bg": value.background = .text(parts[1])
            default: value.attributes[parts[0]] = parts[1] == "true"
            }
        }
        return value
    }
}
