#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <unistd.h>

const int persisty_o_path = O_PATH;
const int persisty_o_tmpfile = O_TMPFILE;

// From linux/fs.h, which clashes with sys/mount.h on some systems.
#define PERSISTY_FICLONE _IOW(0x94, 9, int)

#define RETRY(type, call)                      \
    do {                                       \
        type result;                           \
        do {                                   \
            result = (call);                   \
        } while (result < 0 && errno == EINTR); \
        return result < 0 ? -errno : result;   \
    } while (0)

int persisty_openat(int directory, const char *name, int flags, uint32_t mode) {
    RETRY(int, openat(directory, name, flags | O_CLOEXEC, mode));
}

int persisty_open_beneath(int directory, const char *path, int flags) {
    struct open_how how = {
        .flags = (uint64_t)(flags | O_CLOEXEC),
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    long result;
    do {
        result = syscall(SYS_openat2, directory, path, &how, sizeof how);
    } while (result < 0 && (errno == EINTR || errno == EAGAIN));
    return result < 0 ? -errno : (int)result;
}

int persisty_open_beneath_cached(int directory, const char *path, int flags) {
    struct open_how how = {
        .flags = (uint64_t)(flags | O_CLOEXEC),
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_CACHED,
    };
    RETRY(int, (int)syscall(SYS_openat2, directory, path, &how, sizeof how));
}

ptrdiff_t persisty_read_cached(int file, void *buffer, size_t size, int64_t offset) {
    struct iovec part = {.iov_base = buffer, .iov_len = size};
    RETRY(ptrdiff_t, preadv2(file, &part, 1, offset, RWF_NOWAIT));
}

int persisty_status(int directory, const char *name, struct persisty_status *status) {
    struct statx x;
    int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | (name[0] == 0 ? AT_EMPTY_PATH : 0);
    int result;
    do {
        result = statx(directory, name, flags, STATX_BASIC_STATS, &x);
    } while (result < 0 && errno == EINTR);
    if (result < 0) return -errno;
    status->device = makedev(x.stx_dev_major, x.stx_dev_minor);
    status->inode = x.stx_ino;
    status->size = (int64_t)x.stx_size;
    status->blocks = (int64_t)x.stx_blocks;
    status->modified = x.stx_mtime.tv_sec * 1000000000LL + x.stx_mtime.tv_nsec;
    status->changed = x.stx_ctime.tv_sec * 1000000000LL + x.stx_ctime.tv_nsec;
    status->mode = x.stx_mode;
    status->links = x.stx_nlink;
    status->owner = x.stx_uid;
    status->group = x.stx_gid;
    return 0;
}

ptrdiff_t persisty_entries(int directory, void *buffer, size_t size) {
    RETRY(ptrdiff_t, syscall(SYS_getdents64, directory, buffer, size));
}

int persisty_link_open(int file, int directory, const char *name, int through_proc) {
    if (!through_proc) RETRY(int, linkat(file, "", directory, name, AT_EMPTY_PATH));
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    RETRY(int, linkat(AT_FDCWD, path, directory, name, AT_SYMLINK_FOLLOW));
}

int persisty_link(int from, const char *old, int to, const char *name) { RETRY(int, linkat(from, old, to, name, 0)); }

int persisty_rename(int from, const char *old, int to, const char *name) {
    RETRY(int, renameat(from, old, to, name));
}

int persisty_rename_new(int from, const char *old, int to, const char *name) {
    RETRY(int, renameat2(from, old, to, name, RENAME_NOREPLACE));
}

int persisty_exchange(int from, const char *old, int to, const char *name) {
    RETRY(int, renameat2(from, old, to, name, RENAME_EXCHANGE));
}

int persisty_unlink(int directory, const char *name) { RETRY(int, unlinkat(directory, name, 0)); }

int persisty_remove_directory(int directory, const char *name) { RETRY(int, unlinkat(directory, name, AT_REMOVEDIR)); }

int persisty_make_directory(int directory, const char *name, uint32_t mode) {
    RETRY(int, mkdirat(directory, name, mode));
}

ptrdiff_t persisty_read_link(int directory, const char *name, char *buffer, size_t size) {
    RETRY(ptrdiff_t, readlinkat(directory, name, buffer, size));
}

ptrdiff_t persisty_read(int file, void *buffer, size_t size, int64_t offset) {
    size_t done = 0;
    while (done < size) {
        ptrdiff_t count = pread(file, (char *)buffer + done, size - done, offset + (int64_t)done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return -errno;
        if (count == 0) break;
        done += (size_t)count;
    }
    return (ptrdiff_t)done;
}

int persisty_write(int file, const void *buffer, size_t size) {
    size_t done = 0;
    while (done < size) {
        ptrdiff_t count = write(file, (const char *)buffer + done, size - done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return -errno;
        if (count == 0) return -EIO;
        done += (size_t)count;
    }
    return 0;
}

ptrdiff_t persisty_copy_range(int from, int64_t *from_offset, int to, int64_t *to_offset, size_t size) {
    RETRY(ptrdiff_t, copy_file_range(from, from_offset, to, to_offset, size, 0));
}

int persisty_clone(int to, int from) { RETRY(int, ioctl(to, PERSISTY_FICLONE, from)); }

int64_t persisty_next_data(int file, int64_t offset) { RETRY(int64_t, lseek(file, offset, SEEK_DATA)); }

int64_t persisty_next_hole(int file, int64_t offset) { RETRY(int64_t, lseek(file, offset, SEEK_HOLE)); }

int persisty_resize(int file, int64_t size) { RETRY(int, ftruncate(file, size)); }

int persisty_sync(int file) { return fsync(file) < 0 ? -errno : 0; }

int persisty_set_modified(int file, int64_t nanoseconds) {
    int64_t seconds = nanoseconds / 1000000000LL, rest = nanoseconds % 1000000000LL;
    if (rest < 0) {
        rest += 1000000000LL;
        seconds -= 1;
    }
    struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = seconds, .tv_nsec = rest}};
    RETRY(int, futimens(file, times));
}

int persisty_set_mode(int file, uint32_t mode) { RETRY(int, fchmod(file, mode)); }

int persisty_set_owner(int file, uint32_t owner, uint32_t group) { RETRY(int, fchown(file, owner, group)); }

int persisty_lock(int file, int operation) { RETRY(int, flock(file, operation)); }

int64_t persisty_file_system(int file) {
    struct statfs s;
    int result;
    do {
        result = fstatfs(file, &s);
    } while (result < 0 && errno == EINTR);
    return result < 0 ? -errno : (int64_t)(uint32_t)s.f_type;
}

uint32_t persisty_major(uint64_t device) { return major(device); }

uint32_t persisty_minor(uint64_t device) { return minor(device); }

int persisty_pipe(int *ends) {
    if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
    if (fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0) return 0;
    int error = errno;
    close(ends[0]);
    close(ends[1]);
    return -error;
}

int persisty_spawn(char *const *words, char *const *environment, int input, int output, int errors) {
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0) return -error;
    posix_spawnattr_t attributes;
    error = posix_spawnattr_init(&attributes);
    if (error != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return -error;
    }
    error = posix_spawn_file_actions_adddup2(&actions, input, 0);
    if (error == 0) error = posix_spawn_file_actions_adddup2(&actions, output, 1);
    if (error == 0) error = posix_spawn_file_actions_adddup2(&actions, errors, 2);
#if __GLIBC_PREREQ(2, 34)
    // Some libraries open files that programs inherit.
    if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
#endif
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    if (error == 0) error = posix_spawnattr_setsigmask(&attributes, &none);
    if (error == 0) error = posix_spawnattr_setsigdefault(&attributes, &all);
    short flags = POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    if (error == 0) error = posix_spawnattr_setflags(&attributes, flags);
    pid_t process = 0;
    if (error == 0) error = posix_spawnp(&process, words[0], &actions, &attributes, words, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error != 0 ? -error : process;
}

// TCP_INFO of linux/tcp.h, whose other names netinet/tcp.h has too.
const int persisty_tcp_info_option = 11;

int persisty_getrandom(void *bytes, size_t count) {
    ssize_t given;
    do {
        given = getrandom(bytes, count, 0);
    } while (given < 0 && errno == EINTR);
    return given < 0 ? -errno : given == (ssize_t)count ? 0 : -EIO;
}
