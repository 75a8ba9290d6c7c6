import Glibc

/// Where a person's files lie, by the XDG Base Directory specification 0.8.
package struct UserFolders: Sendable, Hashable {
    package var home: String
    package var configuration: String
    package var data: String
    package var state: String

    /// The folders that `environment` names; a name that is not an absolute path is ignored, as the specification says.
    package init(environment: [String: String]) {
        func absolute(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
        let home = absolute("HOME") ?? Self.homeOfUser() ?? "/"
        self.home = home
        configuration = absolute("XDG_CONFIG_HOME") ?? home + "/.config"
        data = absolute("XDG_DATA_HOME") ?? home + "/.local/share"
        state = absolute("XDG_STATE_HOME") ?? home + "/.local/state"
    }

    /// Where the configuration lies when no other is named.
    package var configurationFile: String { configuration + "/persisty/config.toml" }
    /// Where a person's own themes lie.
    package var themes: String { configuration + "/persisty/themes" }
    /// Where the program keeps what it remembers.
    package var programState: String { state + "/persisty" }

    private static func homeOfUser() -> String? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        let buffer = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 1 << 14)
        defer { buffer.deallocate() }
        guard let start = buffer.baseAddress,
            getpwuid_r(getuid(), &entry, start, buffer.count, &found) == 0, found != nil, let home = entry.pw_dir
        else { return nil }
        return String(cString: home)
    }
}
