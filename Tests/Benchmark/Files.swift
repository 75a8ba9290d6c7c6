import Glibc

/// Files and folders of the system.
enum Files {
    static func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o700) == 0 else { throw Failure(path, errorNumber: errno) }
    }

    /// The names in a folder, sorted.
    static func names(in folder: String) throws -> [String] {
        guard let stream = opendir(folder) else { throw Failure(folder, errorNumber: errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    static func text(_ path: String) throws -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Failure(path, errorNumber: errno) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Makes a file with this text, in the place of what is there.
    static func make(_ path: String, _ text: String) throws {
        let file = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Failure(path, errorNumber: errno) }
        defer { close(file) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Failure(path, errorNumber: errno) }
            rest = rest.dropFirst(count)
        }
    }

    static func size(_ path: String) -> Int {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_size : -1
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Removes what is there, with all in it.
    static func remove(_ path: String) {
        if isFolder(path) {
            for name in (try? names(in: path)) ?? [] { remove(path + "/" + name) }
            rmdir(path)
        } else {
            unlink(path)
        }
    }

    /// Makes `count` empty files f0000000.dat and so on.
    static func makeEmpty(_ count: Int, in folder: String) throws {
        for number in 0..<count {
            let file = open(folder + "/" + name(number), O_CREAT | O_WRONLY | O_CLOEXEC, 0o644)
            guard file >= 0 else { throw Failure(folder, errorNumber: errno) }
            close(file)
        }
    }

    /// f0000042.dat
    static func name(_ number: Int) -> String {
        let digits = String(number)
        return "f" + String(repeating: "0", count: max(0, 7 - digits.count)) + digits + ".dat"
    }

    /// Makes a file of bytes that no file system can pack, different for each `seed`.
    static func makeRandom(_ path: String, size: Int, seed: Int) throws {
        let file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw Failure(path, errorNumber: errno) }
        defer { close(file) }
        var state = UInt64(truncatingIfNeeded: seed &+ 1) &* 0x9e37_79b9_7f4a_7c15
        var block = [UInt64](repeating: 0, count: min(1 << 20, (size + 7) / 8 * 8) / 8)
        var left = size
        while left > 0 {
            for index in block.indices {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                block[index] = state
            }
            let count = block.withUnsafeBytes { write(file, $0.baseAddress, min(left, $0.count)) }
            guard count > 0 else { throw Failure(path, errorNumber: errno) }
            left -= count
        }
    }
}
