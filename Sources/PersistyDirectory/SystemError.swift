import CLinux
import Glibc
import PersistyData

/// A system call's error number.
struct SystemError: Error, Hashable {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    /// The result of a call that gives an error number negated.
    @discardableResult
    static func check(_ result: Int32) throws(SystemError) -> Int32 {
        guard result >= 0 else { throw SystemError(-result) }
        return result
    }

    @discardableResult
    static func check(_ result: Int) throws(SystemError) -> Int {
        guard result >= 0 else { throw SystemError(Int32(truncatingIfNeeded: -result)) }
        return result
    }

    /// Whether the path leads to nothing that this store would follow: a part is missing, no folder, or a link.
    var isAbsence: Bool { [ENOENT, ENOTDIR, ELOOP, EXDEV, ENAMETOOLONG].contains(number) }

    /// Whether the file system does not know the call, so that another way must be taken.
    var isUnsupported: Bool { [ENOSYS, EOPNOTSUPP, EINVAL, EPERM, EISDIR, ENOTTY, EXDEV].contains(number) }
}

extension DataError {
    /// What the system refused, in a sentence that begins with `what`: "The item could not be written".
    init(_ error: SystemError, _ what: String, key: String?, store: String?) {
        let (code, reason, hint) = Self.explanation(of: error.number)
        self.init(
            code, "\(what): \(reason).", hint: hint, key: key, store: store,
            retry: code == .unavailable ? .after(.seconds(1)) : .never, reason: "errno.\(error.number)")
    }

    private static func explanation(of number: Int32) -> (Code, String, String?) {
        switch number {
        case ENOSPC: (.noSpace, "the file system is full", "Make room and try again; nothing else was changed.")
        case EDQUOT: (.noSpace, "your quota is used up", "Make room and try again; nothing else was changed.")
        case EFBIG: (.tooLarge, "the file system or a limit does not allow a file of this size", nil)
        case EACCES, EPERM: (.forbidden, "permission is denied", "Look at the owner and the mode of file and folder.")
        case EROFS: (.forbidden, "the file system is mounted read-only", nil)
        case EMFILE, ENFILE:
            (
                .unavailable, "too many files are open",
                "Try again when other work is done, or raise the limit (ulimit -n)."
            )
        case ENOMEM: (.unavailable, "the system is out of memory", "Try again.")
        case EIO: (.other, "the device reports an input/output error", "The disk may be failing; check its log.")
        case ESTALE, ENODEV, ENXIO: (.unavailable, "the file system is no longer there", "Mount it again.")
        case ENOENT: (.notFound, "it is not there any more", "Refresh the listing.")
        case EEXIST, ENOTEMPTY: (.exists, "something of that name is there already", nil)
        case ENOTDIR: (.invalidKey, "a part of the path is not a folder", nil)
        case ELOOP: (.forbidden, "a part of the path is a link, and links are not followed", nil)
        case ENAMETOOLONG: (.invalidKey, "the path is too long for the file system", nil)
        case EBUSY, ETXTBSY: (.unavailable, "it is in use", "Try again later.")
        case EXDEV: (.unsupported, "it lies on another file system", "Copy it instead.")
        default: (.other, "the system reports “\(String(cString: strerror(number)))” (\(number))", nil)
        }
    }
}
