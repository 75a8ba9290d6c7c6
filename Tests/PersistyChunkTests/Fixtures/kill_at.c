// Preloaded: counts the calls that change files under FAULT_UNDER and, at the FAULT_AT-th, kills the process before it,
// after it, or after half of a write; or lets it and all later writes fail for want of space. FAULT_MARK is made when
// the fault fires; FAULT_COUNT gets the number of calls at exit.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { NONE, BEFORE, AFTER, HALF, FULL };

static atomic_long calls;

static int under(const char *path) {
    const char *root = getenv("FAULT_UNDER");
    return root && path && strncmp(path, root, strlen(root)) == 0;
}

static int file_under(int file) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return under(path);
}

static void mark(void) {
    const char *path = getenv("FAULT_MARK");
    if (path) syscall(SYS_close, syscall(SYS_open, path, O_CREAT | O_WRONLY, 0600));
}

static void die(void) {
    mark();
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

static int due(void) {
    long now = atomic_fetch_add(&calls, 1) + 1;
    const char *at = getenv("FAULT_AT"), *mode = getenv("FAULT_MODE");
    if (!at || !mode) return NONE;
    if (strcmp(mode, "full") == 0) return now >= atol(at) ? FULL : NONE;
    if (now != atol(at)) return NONE;
    return strcmp(mode, "before") == 0 ? BEFORE : strcmp(mode, "after") == 0 ? AFTER : HALF;
}

__attribute__((destructor)) static void report(void) {
    const char *path = getenv("FAULT_COUNT");
    if (!path) return;
    char text[32];
    int length = snprintf(text, sizeof text, "%ld", atomic_load(&calls));
    int file = syscall(SYS_open, path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    syscall(SYS_write, file, text, length);
}

// `write_part(length)` does so much of the write; other calls have nothing to halve and are killed before.
#define WRITES(call_under, full, half, whole) \
    int fault = (call_under) ? due() : NONE; \
    if (fault == FULL) { mark(); errno = ENOSPC; return -1; } \
    if (fault == BEFORE) die(); \
    if (fault == HALF) { half; die(); } \
    __auto_type result = whole; \
    if (fault == AFTER) die(); \
    return result;

#define REAL(name) __typeof__(name) *real = dlsym(RTLD_NEXT, #name)

ssize_t write(int file, const void *bytes, size_t count) {
    REAL(write);
    WRITES(file_under(file), 1, real(file, bytes, count / 2), real(file, bytes, count))
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
    REAL(pwrite);
    WRITES(file_under(file), 1, real(file, bytes, count / 2, offset), real(file, bytes, count, offset))
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
    REAL(pwrite64);
    WRITES(file_under(file), 1, real(file, bytes, count / 2, offset), real(file, bytes, count, offset))
}

int fsync(int file) {
    REAL(fsync);
    WRITES(file_under(file), 0, (void)0, real(file))
}

int fdatasync(int file) {
    REAL(fdatasync);
    WRITES(file_under(file), 0, (void)0, real(file))
}

int ftruncate(int file, off_t length) {
    REAL(ftruncate);
    WRITES(file_under(file), 0, (void)0, real(file, length))
}

int ftruncate64(int file, off64_t length) {
    REAL(ftruncate64);
    WRITES(file_under(file), 0, (void)0, real(file, length))
}

int unlink(const char *path) {
    REAL(unlink);
    WRITES(under(path), 0, (void)0, real(path))
}

int rename(const char *old, const char *new) {
    REAL(rename);
    WRITES(under(new), 0, (void)0, real(old, new))
}

static int makes(const char *path, int flags) {
    struct stat status;
    return flags & O_CREAT && under(path) && stat(path, &status) != 0;
}

int open(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
    va_end(list);
    REAL(open);
    WRITES(makes(path, flags), 0, (void)0, real(path, flags, mode))
}

int open64(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
    va_end(list);
    REAL(open64);
    WRITES(makes(path, flags), 0, (void)0, real(path, flags, mode))
}
