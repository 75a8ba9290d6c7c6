import Glibc

/// The most memory this process has held, in MiB: proc_pid_status(5).
package func peakMemory() -> Int {
    guard let file = fopen("/proc/self/status", "r") else { return .max }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
        let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .split { $0 == " " || $0 == "\t" }
        if words.first == "VmHWM:", words.count > 1, let size = Int(words[1]) { return size >> 10 }
    }
    return .max
}
