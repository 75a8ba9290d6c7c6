#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/vfs.h>
#include <unistd.h>

int persisty_lock_byte(int file, int64_t offset, int kind) {
    struct flock lock = {
        .l_type = kind == PERSISTY_EXCLUSIVE ? F_WRLCK : kind == PERSISTY_SHARED ? F_RDLCK : F_UNLCK,
        .l_whence = SEEK_SET,
        .l_start = offset,
        .l_len = 1,
    };
    while (fcntl(file, F_OFD_SETLK, &lock) != 0)
        if (errno != EINTR) return errno;
    return 0;
}

int64_t persisty_file_system_of(const char *path) {
    struct statfs information;
    return statfs(path, &information) == 0 ? (int64_t)(uint32_t)information.f_type : -errno;
}
