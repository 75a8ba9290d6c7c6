import Glibc
import PersistyConfiguration
import PersistyData

/// New files that only their owner may read.
enum PrivateFile {
    /// Makes a file of `text`. Nothing that is there is touched, and no link followed.
    static func create(_ path: String, _ text: String) throws(DataError) {
        guard !path.utf8.contains(0) else {
            throw DataError(.invalidKey, "A path cannot hold the character U+0000.")
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            guard errno == EEXIST else {
                throw DataError(.other, "The file cannot be made: \(systemMessage(errno)).", key: path)
            }
            throw DataError(.exists, "There is something of this name already.", hint: "Choose another.", key: path)
        }
        var rest = Array(text.utf8)[...]
        var number: Int32 = 0
        while !rest.isEmpty, number == 0 {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { number = errno }
        }
        if close(descriptor) != 0, number == 0 { number = errno }
        guard number == 0 else {
            unlink(path)
            throw DataError(.other, "The file cannot be written: \(systemMessage(number)).", key: path)
        }
    }
}
