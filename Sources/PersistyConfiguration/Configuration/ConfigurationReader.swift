import TerminalUI

/// Reads a configuration's text into values, and refuses whatever is not in the schema.
struct ConfigurationReader {
    let text: SettingText
    /// What paths are relative to.
    let folder: String
    let home: String
    let allowsAnyPort: Bool
    /// Whether the files of the server's keys must be fit for use.
    var checksKeyFiles = true
    var warnings: [ConfigurationWarning] = []

    init(text: SettingText, folder: String, home: String, allowsAnyPort: Bool) {
        self.text = text
        self.folder = folder
        self.home = home
        self.allowsAnyPort = allowsAnyPort
    }

    mutating func read() throws(ConfigurationError) -> Configuration {
        let fields = text.fields
        try fields.refuseUnknown(known: ["store", "server", "transfer", "ui", "log"], of: "in a configuration")
        var configuration = Configuration()
        configuration.stores = try stores(fields)
        if let table = try fields.table("server") { configuration.server = try server(table) }
        if let table = try fields.table("transfer") { configuration.transfer = try transfer(table) }
        if let table = try fields.table("ui") { configuration.ui = try ui(table) }
        if let table = try fields.table("log") { configuration.log = try log(table) }
        try checkPublic(configuration, fields)
        // Last, because it opens files: what can be said without is said first.
        if checksKeyFiles, let server = configuration.server, let table = try fields.table("server") {
            try checkKeyFiles(of: server, table)
        }
        return configuration
    }

    mutating func warn(_ fields: SettingFields, _ name: String, _ message: String) {
        let field = fields.field(name)
        warnings.append(
            ConfigurationWarning(message, field: Quoted.escape(field), at: text.lines.position(of: field)))
    }

    /// An absolute path: relative to the file, or to the home folder after `~/`; nothing else is expanded.
    mutating func path(_ name: String, _ fields: SettingFields) throws(ConfigurationError) -> String? {
        guard let path = try fields.string(name) else { return nil }
        return try self.path(path, of: name, fields)
    }

    /// The same of a path that a field has in another text.
    mutating func path(_ path: String, of name: String, _ fields: SettingFields) throws(ConfigurationError) -> String {
        guard !path.isEmpty else { throw fields.fault(.value, name, "A path cannot be empty.") }
        guard path.utf8.count <= 4095 else { throw fields.fault(.value, name, "A path has at most 4095 bytes.") }
        guard !path.hasPrefix("file:") else {
            throw fields.fault(.value, name, "This is a URI; a path is wanted.", hint: "Leave out what follows “?”.")
        }
        if path == "~" || path.hasPrefix("~/") { return FilePaths.tidied(home + "/" + path.dropFirst()) }
        guard !path.hasPrefix("~") else {
            throw fields.fault(
                .value, name, "Only “~/”, your own home, is expanded.",
                hint: "Write another's home in full, or “./~…” for a name that begins so.")
        }
        if path.contains("$") || path.contains("`") {
            warn(fields, name, "Nothing in a path is expanded or run: this is taken as it is written.")
        }
        return FilePaths.tidied(path.hasPrefix("/") ? path : folder + "/" + path)
    }

    private func transfer(_ fields: SettingFields) throws(ConfigurationError) -> TransferConfiguration {
        try fields.refuseUnknown(known: ["parallel", "part_size", "rate_limit"], of: "in [transfer]")
        var transfer = TransferConfiguration()
        transfer.parallel = try fields.integer("parallel", in: 1...64) ?? transfer.parallel
        // Amazon S3 "Multipart upload limits": parts of 5 MiB to 5 GiB.
        transfer.partSize =
            try fields.byteSize("part_size", atLeast: 5 << 20, atMost: 5 << 30) ?? transfer.partSize
        if let rate = try fields.byteSize("rate_limit"), rate > 0 { transfer.rateLimit = rate }
        return transfer
    }

    private func ui(_ fields: SettingFields) throws(ConfigurationError) -> UIConfiguration {
        try fields.refuseUnknown(known: ["theme", "mouse", "glyphs", "columns", "keys"], of: "in [ui]")
        var ui = UIConfiguration()
        if let theme = try fields.string("theme") {
            guard ThemeName.isWellFormed(theme) else {
                throw fields.fault(
                    .value, "theme", "\(Quoted.text(theme)) is not the name of a theme.", hint: ThemeName.hint)
            }
            ui.theme = theme
        }
        ui.mouse = try fields.boolean("mouse") ?? ui.mouse
        ui.glyphs = try fields.word("glyphs", UIConfiguration.Glyphs.self) ?? ui.glyphs
        if let columns = try columns(fields) { ui.columns = columns }
        if let keys = try fields.table("keys") {
            for action in keys.values.keys.sorted() {
                let bound = try keys.strings(action) ?? []
                ui.keys.append(
                    UIConfiguration.KeyBinding(
                        action: action, keys: bound, position: text.lines.position(of: keys.field(action))))
            }
        }
        return ui
    }

    private func columns(_ fields: SettingFields) throws(ConfigurationError) -> [UIConfiguration.Column]? {
        guard let names = try fields.strings("columns") else { return nil }
        let known = UIConfiguration.Column.allCases.map(\.rawValue)
        var columns: [UIConfiguration.Column] = []
        for name in names {
            guard let column = UIConfiguration.Column(rawValue: name) else {
                throw fields.fault(
                    .value, "columns", "There is no column \(Quoted.text(name)).",
                    hint: Nearest.question(name, in: known)
                        ?? "The columns are: \(known.joined(separator: ", ")).")
            }
            guard !columns.contains(column) else {
                throw fields.fault(.duplicate, "columns", "The column “\(name)” stands here twice.")
            }
            columns.append(column)
        }
        guard columns.contains(.name) else { throw fields.fault(.value, "columns", "The column “name” is missing.") }
        return columns
    }

    private func log(_ fields: SettingFields) throws(ConfigurationError) -> LogConfiguration {
        try fields.refuseUnknown(known: ["level"], of: "in [log]")
        var log = LogConfiguration()
        log.level = try fields.word("level", LogConfiguration.Level.self) ?? log.level
        return log
    }
}
