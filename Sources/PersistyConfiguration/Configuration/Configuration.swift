/// Everything that a person has set, as plain values: checked completely, with nothing opened.
package struct Configuration: Sendable, Hashable {
    /// The file it was read from; `nil` when there is none.
    package var file: String?
    package var stores: [StoreConfiguration] = []
    package var server: ServerConfiguration?
    package var transfer = TransferConfiguration()
    package var ui = UIConfiguration()
    package var log = LogConfiguration()

    package init() {}

    /// What there is without any file: `here`, the working directory, and `vault`, made at its first write.
    package static func `default`(currentDirectory: String, dataHome: String) -> Configuration {
        var configuration = Configuration()
        configuration.stores = [
            StoreConfiguration(
                name: "here",
                kind: .directory(
                    DirectoryConfiguration(path: currentDirectory, allowsRoot: true, isWorkingDirectory: true))),
            StoreConfiguration(
                name: "vault", kind: .chunk(ChunkConfiguration(path: dataHome + "/persisty/vault.sqlite"))),
        ]
        return configuration
    }
}

/// What is odd about a configuration that can be used.
package struct ConfigurationWarning: Sendable, Hashable, CustomStringConvertible {
    /// A sentence that is safe to print.
    package var message: String
    /// The field, safe to print.
    package var field: String?
    package var position: TextPosition?

    package init(_ message: String, field: String? = nil, at position: TextPosition? = nil) {
        self.message = message
        self.field = field
        self.position = position
    }

    package var description: String {
        [position.map { "line \($0.line):" }, field.map { $0 + ":" }, message].compactMap(\.self)
            .joined(separator: " ")
    }
}

/// How items are copied.
package struct TransferConfiguration: Sendable, Hashable {
    /// How many items are copied at once.
    package var parallel = 8
    /// How many bytes are sent in one request, where a store takes an item in parts.
    package var partSize: Int64 = 8 << 20
    /// The most bytes a second; `nil` for no limit.
    package var rateLimit: Int64?

    package init() {}
}

/// How the browser looks and listens.
package struct UIConfiguration: Sendable, Hashable {
    package enum Glyphs: String, Sendable, CaseIterable {
        case unicode, ascii, nerd
    }

    package enum Column: String, Sendable, CaseIterable {
        case name, size, modified, etag
        case storageClass = "class"
        case type
    }

    /// Keys for an action, which only the browser knows.
    package struct KeyBinding: Sendable, Hashable {
        package var action: String
        package var keys: [String]
        package var position: TextPosition?

        package init(action: String, keys: [String], position: TextPosition? = nil) {
            self.action = action
            self.keys = keys
            self.position = position
        }
    }

    package var theme = "terminal"
    package var mouse = true
    package var glyphs = Glyphs.unicode
    package var columns = Column.allCases
    package var keys: [KeyBinding] = []

    package init() {}
}

/// What is logged.
package struct LogConfiguration: Sendable, Hashable {
    package enum Level: String, Sendable, CaseIterable {
        case trace, debug, info, notice, warning, error, critical
    }

    package var level = Level.info

    package init() {}
}
