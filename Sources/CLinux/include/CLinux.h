// System calls and structures of Linux that the toolchain's Glibc module does not have: they need _GNU_SOURCE, or are
// variadic, or have no wrapper in Debian 12's C library.
//
// Every function gives a result of 0 or more, or the negated error number, and begins again after EINTR. All but
// openat2, getdents64 and the FICLONE ioctl go through the C library's names, so that a fault library sees them.
#ifndef PERSISTY_CLINUX_H
#define PERSISTY_CLINUX_H

// No header of the system with structures of its own: what _GNU_SOURCE makes of them differs from other C modules'.
#include <stddef.h>
#include <stdint.h>

// Flags that Swift does not import.
extern const int persisty_o_path;
extern const int persisty_o_tmpfile;

/// What statx(2) tells of a file; times in nanoseconds since 1970.
struct persisty_status {
    uint64_t device;
    uint64_t inode;
    int64_t size;
    int64_t blocks;
    int64_t modified;
    int64_t changed;
    uint32_t mode;
    uint32_t links;
    uint32_t owner;
    uint32_t group;
};

/// Opens `name`; the descriptor is closed on exec.
int persisty_openat(int directory, const char *_Nonnull name, int flags, uint32_t mode);

/// Opens `path` below `directory` without following any link (openat2(2), RESOLVE_BENEATH and its companions).
int persisty_open_beneath(int directory, const char *_Nonnull path, int flags);

/// The same, where the kernel holds all of the path in memory (RESOLVE_CACHED); -EAGAIN where it would have to look at the
/// disk, -EINVAL where it is older than 5.12.
int persisty_open_beneath_cached(int directory, const char *_Nonnull path, int flags);

/// The status of `name`, itself if it is a link; of `directory` if `name` is empty.
int persisty_status(int directory, const char *_Nonnull name, struct persisty_status *_Nonnull status);

/// Fills `buffer` with directory entries (getdents64(2)).
ptrdiff_t persisty_entries(int directory, void *_Nonnull buffer, size_t size);

/// Gives an open file that has no name one, if there is none like it; `through_proc` for callers without privilege on
/// kernels before 6.10 (open(2), "O_TMPFILE").
int persisty_link_open(int file, int directory, const char *_Nonnull name, int through_proc);

int persisty_link(int from, const char *_Nonnull old, int to, const char *_Nonnull name);
int persisty_rename(int from, const char *_Nonnull old, int to, const char *_Nonnull name);
/// Renames unless there is a `name` already.
int persisty_rename_new(int from, const char *_Nonnull old, int to, const char *_Nonnull name);
/// Swaps what two names stand for, in one step.
int persisty_exchange(int from, const char *_Nonnull old, int to, const char *_Nonnull name);
int persisty_unlink(int directory, const char *_Nonnull name);
int persisty_remove_directory(int directory, const char *_Nonnull name);
int persisty_make_directory(int directory, const char *_Nonnull name, uint32_t mode);
ptrdiff_t persisty_read_link(int directory, const char *_Nonnull name, char *_Nonnull buffer, size_t size);

/// Reads at `offset` until `size` bytes or the end.
ptrdiff_t persisty_read(int file, void *_Nonnull buffer, size_t size, int64_t offset);
/// Reads at `offset` what the kernel holds in memory of `size` bytes (preadv2(2), RWF_NOWAIT); -EAGAIN when it is nothing.
ptrdiff_t persisty_read_cached(int file, void *_Nonnull buffer, size_t size, int64_t offset);
/// Writes all bytes at the file's position.
int persisty_write(int file, const void *_Nonnull buffer, size_t size);
/// Copies from file to file in the kernel; moves both offsets.
ptrdiff_t persisty_copy_range(int from, int64_t *_Nonnull from_offset, int to, int64_t *_Nonnull to_offset, size_t size);
/// Makes `to` share all blocks of `from`.
int persisty_clone(int to, int from);
/// The first byte at or after `offset` that is not in a hole, or that is in one.
int64_t persisty_next_data(int file, int64_t offset);
int64_t persisty_next_hole(int file, int64_t offset);
int persisty_resize(int file, int64_t size);
/// Syncs a file or a directory. Never tried again: after an error the kernel may have dropped the pages.
int persisty_sync(int file);
int persisty_set_modified(int file, int64_t nanoseconds);
int persisty_set_mode(int file, uint32_t mode);
int persisty_set_owner(int file, uint32_t owner, uint32_t group);
/// flock(2).
int persisty_lock(int file, int operation);
/// The major and minor numbers of a device.
uint32_t persisty_major(uint64_t device);
uint32_t persisty_minor(uint64_t device);
/// The magic number of the file system (statfs(2)).
int64_t persisty_file_system(int file);

/// A pipe that no program inherits; ends[0] is read from, and never waits.
int persisty_pipe(int *_Nonnull ends);
/// Begins a program (posix_spawnp(3)) with three descriptors and no others, and gives its number. It leads a session of
/// its own, so that it has no terminal and can be ended with all that it begins, and no signal is blocked or ignored.
int persisty_spawn(
    char *const _Nullable *_Nonnull words, char *const _Nullable *_Nonnull environment, int input, int output, int errors);

/// Fills `bytes` with randomness that is fit for keys (getrandom(2)); at most 256 bytes, which are given whole.
int persisty_getrandom(void *_Nonnull bytes, size_t count);

#include "database_file.h"

/// The option that tells a socket's `persisty_tcp_info` (tcp(7), TCP_INFO).
extern const int persisty_tcp_info_option;

/// The beginning of `struct tcp_info` (linux/tcp.h), up to how many bytes the peer has taken.
struct persisty_tcp_info {
    uint8_t state[8];
    uint32_t counters[24];
    uint64_t pacing_rate;
    uint64_t max_pacing_rate;
    uint64_t bytes_acked;
};
typedef struct persisty_tcp_info persisty_tcp_info;

#endif
