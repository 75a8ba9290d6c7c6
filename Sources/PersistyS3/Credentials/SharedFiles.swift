import PersistyData

/// Where AWS's shared files lie ("Location of the shared config and credentials files", AWS SDKs and Tools Reference Guide).
struct SharedFiles: Sendable, Equatable {
    /// The longest file that is read, in bytes.
    static let limit = 1 << 20

    /// The path of the file of profiles; `nil` when nobody knows the home folder.
    let config: String?
    /// The path of the file of keys.
    let credentials: String?

    /// The files that the environment names, else those in the home folder.
    init(_ variables: AWSVariables, home: String?) {
        func path(_ name: String, _ usual: String) -> String? {
            Self.path(variables[name] ?? "~/.aws/\(usual)", home: home)
        }
        config = path("AWS_CONFIG_FILE", "config")
        credentials = path("AWS_SHARED_CREDENTIALS_FILE", "credentials")
    }

    /// `text` as a path: `~/` is the home folder. `nil` when nobody knows that.
    static func path(_ text: String, home: String?) -> String? {
        guard text.hasPrefix("~/") else { return text }
        return home.map { $0 + text.dropFirst() }
    }

    /// The profiles of both; a file that is not there has none.
    ///
    /// - Throws: ``DataError/Code/misconfigured`` for a file that cannot be read.
    func profiles() async throws(DataError) -> SharedProfiles {
        SharedProfiles(config: try await Self.text(config), credentials: try await Self.text(credentials))
    }

    private static func text(_ path: String?) async throws(DataError) -> String {
        guard let path else { return "" }
        let bytes = try await SecretFile(path: path, content: "AWS's profiles", limit: limit).bytes()
        return String(decoding: bytes ?? [], as: UTF8.self)
    }

    /// Both files as part of a sentence.
    var shown: String {
        let paths = [credentials, config].compactMap(\.self).map { $0.shownInSentence(limit: 120) }
        return paths.isEmpty ? "the home folder, which nobody names" : paths.joined(separator: " or ")
    }
}
