import Glibc

extension StorageRoom {
    /// The room of the file system of an open file, also one that is open as a path alone (fstatvfs(3)); `nil` where it
    /// does not tell.
    package init?(ofFile descriptor: Int32) {
        var status = statvfs()
        guard fstatvfs(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// The room of the file system that a file lies on.
    package init?(ofPath path: String) {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Some file systems that have no size of their own say that it is zero.
    private init?(_ status: statvfs) {
        guard status.f_blocks > 0 else { return nil }
        let unit = UInt64(status.f_frsize)
        self.init(
            free: Int64(clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: unit).partialValue),
            total: Int64(clamping: UInt64(status.f_blocks).multipliedReportingOverflow(by: unit).partialValue))
    }
}
