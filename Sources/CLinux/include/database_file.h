#ifndef PERSISTY_DATABASE_FILE_H
#define PERSISTY_DATABASE_FILE_H

#include <stdint.h>

enum { PERSISTY_UNLOCK, PERSISTY_SHARED, PERSISTY_EXCLUSIVE };

/// Takes or gives back a lock on one byte of `file` for its open file description (fcntl(2), "Open file description
/// locks"): other processes, and other openings of this one, see it; the kernel drops it when the file is closed.
///
/// Returns 0, or an error number: EAGAIN or EACCES when another holds it. Never waits.
int persisty_lock_byte(int file, int64_t offset, int kind);

/// The magic number of the file system that `path` lies on (statfs(2)), or the negated error number.
int64_t persisty_file_system_of(const char *_Nonnull path);

#endif
