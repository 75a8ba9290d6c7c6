/// The configuration as it was read: the values, and what is odd about them.
package struct ConfigurationFile: Sendable, Hashable {
    package var configuration: Configuration
    package var warnings: [ConfigurationWarning]

    /// The most bytes that a configuration may have.
    package static let maximumSize = 1 << 20
    /// The most stores that a configuration may have.
    package static let maximumStores = 1000

    /// Reads the file at `path`, or the one in its usual place, or none when none is there.
    ///
    /// Reads files: call it from a thread that may block.
    /// - Parameters:
    ///   - path: The file that the user named; it must be there.
    ///   - environment: Where `HOME` and the XDG folders are found.
    ///   - currentDirectory: What a relative `path` is relative to, and where the store `here` is without a file.
    ///   - allowsAnyPort: Whether a server may take port 0, as tests do.
    ///   - checksKeyFiles: Whether the files of the server's keys must be fit for use.
    /// - Throws: the first fault; nothing is half applied.
    package static func read(
        path: String? = nil, environment: [String: String], currentDirectory: String, allowsAnyPort: Bool = false,
        checksKeyFiles: Bool = true
    ) throws(ConfigurationError) -> ConfigurationFile {
        let folders = UserFolders(environment: environment)
        let file = path.map { $0.hasPrefix("/") ? $0 : currentDirectory + "/" + $0 } ?? folders.configurationFile
        let shown = path ?? file
        let content: SmallFile
        do {
            content = try SmallFile(file, upTo: maximumSize)
        } catch {
            if error == .missing, path == nil {
                let standard = Configuration.default(currentDirectory: currentDirectory, dataHome: folders.data)
                return ConfigurationFile(configuration: standard, warnings: [])
            }
            throw Self.fault(error).inFile(shown)
        }
        guard content.mode & 0o002 == 0 else {
            throw ConfigurationError(
                .permissions, "Others may write this file (mode 0\(String(content.mode, radix: 8))).",
                hint: "Take that right away: chmod o-w FILE.", file: shown)
        }
        do {
            var reader = ConfigurationReader(
                text: try SettingText(content.bytes, codes: .configuration),
                folder: FilePaths.folder(of: FilePaths.resolved(file)), home: folders.home,
                allowsAnyPort: allowsAnyPort)
            reader.checksKeyFiles = checksKeyFiles
            var configuration = try reader.read()
            configuration.file = shown
            // A file that sets up no store, but a theme or a key, does not take the usual ones away.
            if configuration.stores.isEmpty {
                configuration.stores =
                    Configuration.default(currentDirectory: currentDirectory, dataHome: folders.data).stores
            }
            return ConfigurationFile(configuration: configuration, warnings: reader.warnings)
        } catch {
            throw error.inFile(shown)
        }
    }

    private static func fault(_ fault: SmallFile.Fault) -> ConfigurationError {
        switch fault {
        case .missing: ConfigurationError(.notFound, "There is no such file.")
        case .notRegular: ConfigurationError(.value, "A configuration is a regular file, and this is none.")
        case .tooLarge(let size):
            ConfigurationError(.tooLarge, "A configuration has at most 1 MiB; this one has \(size) bytes.")
        case .failed(let number):
            ConfigurationError(.permissions, "This file cannot be read: \(systemMessage(number)).")
        }
    }
}
