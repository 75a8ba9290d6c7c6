import Glibc
package import TerminalUI

/// All themes that there are: a person's own, then those of the program.
package struct ThemeLibrary: Sendable {
    /// The folder of a person's own themes; it need not be there.
    package let folder: String?
    private let builtIn: [String: String]

    /// The themes in `folder`, and the built-in ones.
    package init(folder: String?) { self.init(folder: folder, builtIn: BuiltInThemes.texts) }

    init(folder: String?, builtIn: [String: String]) {
        self.folder = folder
        self.builtIn = builtIn
    }

    /// The names of all themes, sorted. Reads a folder: call it from a thread that may block.
    package func names() -> [String] { Set(builtIn.keys).union(ownNames()).sorted() }

    /// What the theme says of itself, for a list to choose from.
    package func definition(_ name: String) throws(ConfigurationError) -> ThemeDefinition {
        try file(name).definition
    }

    /// The theme as it looks on a terminal of `depth`, and what is odd about it. Reads files.
    package func load(
        _ name: String, depth: ColorDepth
    ) throws(ConfigurationError) -> (theme: Theme, warnings: [ConfigurationWarning]) {
        var files: [String: ThemeFile] = [:]
        var fault: ConfigurationError?
        do throws(ThemeError) {
            let chain = try Theme.chain(of: name, among: names()) { slug throws(ThemeError) in
                do throws(ConfigurationError) {
                    files[slug] = try file(slug)
                } catch {
                    guard error.code != .themeNotFound else { return nil }
                    fault = error
                    throw ThemeError(.value, theme: slug, field: "", "this theme cannot be read")
                }
                return files[slug]?.definition
            }
            let (theme, warnings) = try Theme.resolve(chain, depth: depth)
            var told = warnings.map { Self.warning($0, files[$0.theme]?.lines) }
            if case let dropped = files.values.reduce(0, { $0 + $1.droppedRoles }), dropped > 0 {
                told.append(ConfigurationWarning("There are \(dropped) more roles that do not exist."))
            }
            return (theme, told)
        } catch {
            throw fault ?? Self.error(error, files[error.theme]?.lines).inFile(path(error.theme))
        }
    }

    private func file(_ name: String) throws(ConfigurationError) -> ThemeFile {
        guard ThemeName.isWellFormed(name) else {
            throw ConfigurationError(
                .themeName, "\(Quoted.text(name)) is not the name of a theme.", hint: ThemeName.hint)
        }
        if let bytes = try ownBytes(name) {
            do { return try ThemeFile(bytes, slug: name) } catch { throw error.inFile(path(name)) }
        }
        guard let text = builtIn[name] else {
            throw ConfigurationError(
                .themeNotFound, "There is no theme \(Quoted.text(name)).", hint: Nearest.question(name, in: names()))
        }
        return try ThemeFile(Array(text.utf8), slug: name)
    }

    private func ownBytes(_ name: String) throws(ConfigurationError) -> [UInt8]? {
        guard folder != nil else { return nil }
        do {
            return try SmallFile(path(name), upTo: ThemeFile.maximumSize).bytes
        } catch {
            switch error {
            case .missing: return nil
            case .notRegular:
                throw ConfigurationError(
                    .themeValue, "A theme is a regular file, and this is none.", file: path(name))
            case .tooLarge(let size):
                throw ConfigurationError(
                    .themeTooLarge, "A theme has at most 256 KiB; this one has \(size) bytes.", file: path(name))
            case .failed(let number):
                throw ConfigurationError(
                    .themeNotFound, "This theme cannot be read: \(systemMessage(number)).", file: path(name))
            }
        }
    }

    private func path(_ name: String) -> String { (folder ?? "themes") + "/" + name + ".toml" }

    private func ownNames() -> Set<String> {
        guard let folder, let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: Set<String> = []
        while let entry = readdir(stream), names.count < Self.maximumThemes {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let name, name.hasSuffix(".toml") else { continue }
            let slug = String(name.dropLast(".toml".count))
            if ThemeName.isWellFormed(slug) { names.insert(slug) }
        }
        return names
    }

    private static let maximumThemes = 1000

    private static func error(_ error: ThemeError, _ lines: KeyLines?) -> ConfigurationError {
        ConfigurationError(
            ConfigurationError.Code(rawValue: error.code.rawValue) ?? .themeValue, sentence(error.message),
            field: Quoted.escape(error.field), at: lines?.position(of: error.field))
    }

    private static func warning(_ warning: ThemeWarning, _ lines: KeyLines?) -> ConfigurationWarning {
        ConfigurationWarning(
            sentence(warning.message) + " (\(warning.code.rawValue))", field: Quoted.escape(warning.field),
            at: lines?.position(of: warning.field))
    }

    private static func sentence(_ message: ShownText) -> String {
        let text = message.text.prefix(1).uppercased() + message.text.dropFirst()
        return text.hasSuffix("?") ? text : text + "."
    }
}
