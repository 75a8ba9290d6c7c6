import PersistyData

/// The profiles of AWS's shared files ("Shared config and credentials files", AWS SDKs and Tools Reference Guide).
///
/// They hold secrets, so that they are printed by their names alone.
package struct SharedProfiles: Sendable {
    private var profiles: [String: [String: String]] = [:]

    /// No profiles.
    package init() {}

    /// The profiles of both files; of a setting in both, the credentials file has the last word.
    package init(config: String, credentials: String) {
        read(config) { section in
            if section == "default" { return "default" }
            guard section.hasPrefix("profile ") || section.hasPrefix("profile\t") else { return nil }
            return section.dropFirst("profile ".count).trimmedBlanks
        }
        read(credentials) { $0 }
    }

    /// The names of all profiles, in order.
    package var names: [String] { profiles.keys.sorted() }

    /// A setting of a profile, such as `region`.
    package func setting(_ name: String, of profile: String) -> String? { profiles[profile]?[name] }

    /// The settings of a profile.
    ///
    /// - Throws: ``DataError/Code/misconfigured``, which names the profiles that there are.
    func settings(of profile: String) throws(DataError) -> [String: String] {
        if let settings = profiles[profile] { return settings }
        let shown = names.prefix(20).map { "“\($0.shownInSentence(limit: 64))”" }.joined(separator: ", ")
        throw DataError(
            .misconfigured, "There is no profile “\(profile.shownInSentence(limit: 64))”.",
            hint: names.isEmpty ? "The shared files of AWS hold no profile." : "There are \(shown).",
            reason: "s3.no_profile")
    }

    /// Reads sections and settings; what is indented belongs to a setting above it, and is none of ours.
    private mutating func read(_ text: String, name: (String) -> String?) {
        var profile: String?
        for line in text.split(whereSeparator: \.isNewline) {
            let content = String(line).trimmedBlanks
            guard let first = content.first, first != "#", first != ";" else { continue }
            if first == "[" {
                profile = content.firstIndex(of: "]").flatMap {
                    name(String(content[..<$0].dropFirst()).trimmedBlanks.unquoted)?.unquoted
                }
                if let profile, profiles[profile] == nil { profiles[profile] = [:] }
            } else if let profile, line.first != " ", line.first != "\t", let equals = content.firstIndex(of: "=") {
                let key = String(content[..<equals]).trimmedBlanks.lowercased()
                profiles[profile]?[key] = String(content[equals...].dropFirst()).withoutComment.trimmedBlanks
            }
        }
    }
}

extension SharedProfiles: CustomStringConvertible, CustomReflectable {
    package var description: String { "profiles \(names)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension StringProtocol {
    fileprivate var trimmedBlanks: String {
        let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
        return String(String(drop(while: blank).reversed().drop(while: blank)).reversed())
    }
}

extension String {
    /// The name in a section's head, which may stand in quotes.
    fileprivate var unquoted: String {
        guard count >= 2, let first, first == last, first == "\"" || first == "'" else { return self }
        return String(dropFirst().dropLast())
    }

    /// A value without the comment behind it, which a blank must stand before: `#` may be part of a secret.
    fileprivate var withoutComment: String {
        var isAfterBlank = false
        for index in indices {
            if isAfterBlank, self[index] == "#" || self[index] == ";" { return String(self[..<index]) }
            isAfterBlank = self[index] == " " || self[index] == "\t"
        }
        return self
    }
}
