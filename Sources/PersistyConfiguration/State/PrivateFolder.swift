import Glibc

/// Folders that only their owner may look into.
package enum PrivateFolder {
    /// Makes `path` with all folders above it, mode 0700; tells whether it is there now.
    package static func make(_ path: String) -> Bool {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/" + part
            mkdir(made, 0o700)
        }
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
