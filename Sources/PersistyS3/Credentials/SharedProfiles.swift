import PersistyData

/// The profiles of AWS's shared files ("Shared config and credentials files", AWS SDKs and Tools Reference Guide).
///
/// They hold secrets, so that they are printed by their names alone.
package struct SharedProfiles: Sendable {
    private var profiles: [String: [String: String]] = [:]
    /// The addresses of services by the names of the sections that hold them ("Service-specific endpoints").
    private var endpoints: [String: [String: String]] = [:]

    /// No profiles.
    package init() {}

    /// The profiles of both files; of a setting in both, the credentials file has the last word.
    package init(config: String, credentials: String) {
        read(config) { section in
            if section == "default" { return .profile("default") }
            let words = section.split(maxSplits: 1) { $0 == " " || $0 == "\t" }
            guard words.count == 2 else { return nil }
            let name = words[1].trimmedBlanks.unquoted
            switch words[0] {
            case "profile": return .profile(name)
            case "services": return .services(name)
            default: return nil
            }
        }
        read(credentials) { .profile($0) }
    }

    /// The names of all profiles, in order.
    package var names: [String] { profiles.keys.sorted() }

    /// A setting of a profile, such as `region`.
    package func setting(_ name: String, of profile: String) -> String? { profiles[profile]?[name] }

    /// The address of a service, such as `s3`, that a profile names for it or for all services.
    func endpoint(of service: String, for profile: String) -> String? {
        guard setting("ignore_configured_endpoint_urls", of: profile)?.lowercased() != "true" else { return nil }
        let own = setting("services", of: profile).flatMap { endpoints[$0]?[service] }
        return own ?? setting("endpoint_url", of: profile)
    }

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

    private enum Section {
        case profile(String)
        case services(String)
    }

    /// Reads sections and settings. What is indented belongs to the setting above it; of that only the addresses of
    /// services are ours.
    private mutating func read(_ text: String, section: (String) -> Section?) {
        var current: Section?
        var service = ""
        for line in text.split(whereSeparator: \.isNewline) {
            let content = String(line).trimmedBlanks
            guard let first = content.first, first != "#", first != ";" else { continue }
            if first == "[" {
                let head = content.firstIndex(of: "]").map { String(content[..<$0].dropFirst()).trimmedBlanks.unquoted }
                current = head.flatMap(section)
                if case .profile(let name) = current, profiles[name] == nil { profiles[name] = [:] }
                continue
            }
            guard let equals = content.firstIndex(of: "=") else { continue }
            let isIndented = line.first == " " || line.first == "\t"
            let key = String(content[..<equals]).trimmedBlanks.lowercased()
            let value = String(content[equals...].dropFirst()).withoutComment.trimmedBlanks
            switch current {
            case .profile(let name) where !isIndented: profiles[name]?[key] = value
            case .services where !isIndented: service = key
            case .services(let name) where key == "endpoint_url": endpoints[name, default: [:]][service] = value
            case .profile, .services, nil: break
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
