import CLinux
import Glibc

/// How a path is followed below the root without ever leaving it.
package enum Resolution: Sendable, CaseIterable {
    /// By openat2(2) with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS, in one call.
    case kernel
    /// Folder by folder with O_NOFOLLOW, where the kernel or its seccomp filter has no openat2.
    case componentwise
}

/// An open directory, and the only way in which this store gets at anything below it.
struct ContainedRoot: Sendable {
    let descriptor: Descriptor
    let device: UInt64
    let resolution: Resolution
    /// Whether it lies on a file system of this machine, which asks no server and no other program.
    private let isLocal: Bool

    init(_ descriptor: Descriptor, resolution: Resolution?) throws(SystemError) {
        self.descriptor = descriptor
        device = try descriptor.status().device
        isLocal = FileSystemType.isLocal(persisty_file_system(descriptor.number))
        if let resolution {
            self.resolution = resolution
        } else {
            let probe = persisty_open_beneath(descriptor.number, ".", persisty_o_path | O_DIRECTORY)
            if probe >= 0 { close(probe) }
            // Old container profiles answer EPERM to calls that they do not know.
            self.resolution = probe == -ENOSYS || probe == -EPERM ? .componentwise : .kernel
        }
    }

    /// Whether the directory still has a name somewhere.
    var isThere: Bool { (try? descriptor.status().links > 0) ?? false }

    /// Opens what `path` leads to, the root for an empty one. No part of it may be a link.
    func open(_ path: UnsafePointer<CChar>, _ flags: Int32) throws(SystemError) -> Descriptor {
        guard path.pointee != 0 else {
            return Descriptor(owning: try SystemError.check(persisty_openat(descriptor.number, ".", flags, 0)))
        }
        return switch resolution {
        case .kernel: try Descriptor(owning: .init(beneath: descriptor.number, path, flags | O_NOFOLLOW))
        case .componentwise: try openByComponents(path, flags | O_NOFOLLOW)
        }
    }

    /// Opens what `path` leads to, if that needs nothing from a disk; `nil` where it does, and for all that fails.
    func openAtOnce(_ path: UnsafePointer<CChar>, _ flags: Int32) -> Descriptor? {
        guard isLocal, resolution == .kernel, path.pointee != 0 else { return nil }
        let number = persisty_open_beneath_cached(descriptor.number, path, flags | O_NOFOLLOW)
        return number < 0 ? nil : Descriptor(owning: number)
    }

    /// Opens a folder to work in it, not to read it.
    func openFolder(_ path: UnsafePointer<CChar>) throws(SystemError) -> Descriptor {
        try open(path, persisty_o_path | O_DIRECTORY)
    }

    private func openByComponents(_ path: UnsafePointer<CChar>, _ flags: Int32) throws(SystemError) -> Descriptor {
        var current = descriptor
        var start = path
        while true {
            let length = strcspn(start, "/")
            let isLast = start[length] == 0
            var name = [CChar](UnsafeBufferPointer(start: start, count: length))
            guard name != [0x2e, 0x2e] else { throw SystemError(EXDEV) }
            name.append(0)
            let step = isLast ? flags : persisty_o_path | O_DIRECTORY | O_NOFOLLOW
            current = Descriptor(owning: try SystemError.check(persisty_openat(current.number, name, step, 0)))
            if isLast { return current }
            start += length + 1
        }
    }
}

extension Int32 {
    fileprivate init(beneath root: Int32, _ path: UnsafePointer<CChar>, _ flags: Int32) throws(SystemError) {
        self = try SystemError.check(persisty_open_beneath(root, path, flags))
    }
}
