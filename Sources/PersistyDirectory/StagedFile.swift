import CLinux
import Glibc
import NIOCore
import PersistyData
import Synchronization

/// A file that is being written and that nobody sees yet.
///
/// It has no name at all where the file system can do that (open(2), O_TMPFILE), so that nothing is left of it when
/// the process dies; otherwise it lies in a ``Staging`` folder.
final class StagedFile: Sendable {
    let descriptor: Descriptor
    /// Where it lies, if it has a name.
    private let place = Mutex<(staging: Staging, name: String)?>(nil)

    /// Makes a file on the file system of `folder`.
    init(in folder: Descriptor) throws(SystemError) {
        let number = persisty_openat(folder.number, ".", O_RDWR | persisty_o_tmpfile, 0o666)
        if number >= 0 {
            descriptor = Descriptor(owning: number)
            return
        }
        guard SystemError(-number).isUnsupported else { throw SystemError(-number) }
        let staging = try Staging(in: folder)
        let name = Staging.uniqueName()
        descriptor = Descriptor(
            owning: try SystemError.check(
                persisty_openat(staging.folder.number, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o666)))
        place.withLock { $0 = (staging, name) }
    }

    deinit {
        place.withLock { place in
            if let place { persisty_unlink(place.staging.folder.number, place.name) }
        }
    }

    func write(_ buffer: ByteBuffer) throws(SystemError) {
        try SystemError.check(
            buffer.withUnsafeReadableBytes { bytes in
                bytes.baseAddress.map { persisty_write(descriptor.number, $0, bytes.count) } ?? 0
            })
    }

    /// Gives the file this name, if there is none like it: else EEXIST.
    func appear(as name: String, in folder: Int32) throws(SystemError) {
        try place.withLock { (place) throws(SystemError) in
            guard let staged = place else {
                try Self.link(descriptor.number, as: name, in: folder)
                return
            }
            let renamed = persisty_rename_new(staged.staging.folder.number, staged.name, folder, name)
            if renamed < 0, SystemError(-renamed).isUnsupported {
                // Without RENAME_NOREPLACE a link is what does not replace.
                try SystemError.check(persisty_link(staged.staging.folder.number, staged.name, folder, name))
                persisty_unlink(staged.staging.folder.number, staged.name)
            } else {
                try SystemError.check(renamed)
            }
            place = nil
        }
    }

    /// Puts the file in the place of what has this name, in one step.
    func replace(_ name: String, in folder: Int32, by staging: () throws(SystemError) -> Staging) throws(SystemError) {
        try place.withLock { (place) throws(SystemError) in
            if place == nil {
                let staging = try staging()
                let own = Staging.uniqueName()
                try Self.link(descriptor.number, as: own, in: staging.folder.number)
                place = (staging, own)
            }
            guard let staged = place else { return }
            try SystemError.check(persisty_rename(staged.staging.folder.number, staged.name, folder, name))
            place = nil
        }
    }

    /// Takes the file, which has appeared in a folder that nobody sees, back to `staging`.
    ///
    /// It must not lose its only name: a file that has had one cannot be linked again without.
    func withdraw(_ name: String, from folder: Int32, to staging: Staging) {
        let own = Staging.uniqueName()
        guard persisty_rename(folder, name, staging.folder.number, own) == 0 else { return }
        place.withLock { $0 = (staging, own) }
    }

    private static func link(_ file: Int32, as name: String, in folder: Int32) throws(SystemError) {
        // Without privilege, kernels before 6.10 answer ENOENT to a link to a descriptor.
        if !linksThroughProc.load(ordering: .relaxed) {
            let result = persisty_link_open(file, folder, name, 0)
            if result != -ENOENT { return _ = try SystemError.check(result) }
            try SystemError.check(persisty_link_open(file, folder, name, 1))
            linksThroughProc.store(true, ordering: .relaxed)
        } else {
            try SystemError.check(persisty_link_open(file, folder, name, 1))
        }
    }

    private static let linksThroughProc = Atomic(false)
}
