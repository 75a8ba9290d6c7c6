import Glibc

extension Files {
    /// What differs between two files or folders, or nil.
    static func difference(_ first: String, _ second: String) throws -> String? {
        guard isFolder(first) else { return try haveSameBytes(first, second) ? nil : "\(second) differs" }
        let names = try names(in: first)
        guard try names == self.names(in: second) else { return "\(second) holds other names" }
        for name in names {
            if let difference = try difference(first + "/" + name, second + "/" + name) { return difference }
        }
        return nil
    }

    private static func haveSameBytes(_ first: String, _ second: String) throws -> Bool {
        let size = size(first)
        guard size == self.size(second) else { return false }
        guard size > 0 else { return true }
        return try withMapped(first, size) { first in
            try withMapped(second, size) { second in memcmp(first, second, size) == 0 }
        }
    }

    private static func withMapped(
        _ path: String, _ size: Int, _ body: (UnsafeMutableRawPointer) throws -> Bool
    ) throws -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Failure(path, errorNumber: errno) }
        defer { close(file) }
        guard let bytes = mmap(nil, size, PROT_READ, MAP_SHARED, file, 0), bytes != MAP_FAILED else {
            throw Failure(path, errorNumber: errno)
        }
        defer { munmap(bytes, size) }
        return try body(bytes)
    }
}
