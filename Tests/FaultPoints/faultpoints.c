#define _GNU_SOURCE
#include "FaultPoints.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum action { PASS, KILL, KILL_AFTER, KILL_HALF, SHORT, FAIL };

static _Atomic long count;
static long at = -1;
static enum action wanted = PASS;
static int failure;
static char root[PATH_MAX];
static size_t root_length;
static int log_file = -1;

__attribute__((constructor)) static void start(void) {
    const char *text;
    if ((text = getenv("FAULT_ROOT")) && realpath(text, root)) root_length = strlen(root);
    if ((text = getenv("FAULT_AT"))) at = atol(text);
    if ((text = getenv("FAULT_DO"))) {
        if (!strcmp(text, "kill")) wanted = KILL;
        else if (!strcmp(text, "kill-after")) wanted = KILL_AFTER;
        else if (!strcmp(text, "kill-half")) wanted = KILL_HALF;
        else if (!strcmp(text, "short")) wanted = SHORT;
        else if ((failure = atoi(text)) > 0) wanted = FAIL;
    }
    if ((text = getenv("FAULT_LOG")))
        log_file = (int)syscall(SYS_openat, AT_FDCWD, text, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

long fault_points_count(void) { return count; }

static int below(const char *path) {
    return root_length && !strncmp(path, root, root_length) && (path[root_length] == '/' || path[root_length] == 0);
}

static int path_of(int file, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = syscall(SYS_readlink, link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
    return below(path);
}

static int at_path(int directory, const char *name, char *path) {
    if (!root_length) return 0;
    if (name[0] == '/') {
        snprintf(path, PATH_MAX, "%s", name);
    } else if (directory == AT_FDCWD) {
        char here[PATH_MAX] = "";
        if (syscall(SYS_getcwd, here, sizeof here) < 0) return 0;
        snprintf(path, PATH_MAX, "%.2000s/%.2000s", here, name);
    } else {
        path_of(directory, path);
        size_t length = strlen(path);
        snprintf(path + length, PATH_MAX - length, "/%s", name);
    }
    return below(path);
}

static void die(void) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
}

static void note(const char *text) {
    if (log_file >= 0) syscall(SYS_write, log_file, text, strlen(text));
}

/// What to do with this call; kills before it where that is asked for.
static enum action hit(const char *call, const char *path) {
    long number = atomic_fetch_add(&count, 1) + 1;
    char line[PATH_MAX + 64];
    snprintf(line, sizeof line, "%ld %s %s\n", number, call, path);
    note(line);
    if (number != at || wanted == PASS) return PASS;
    note("fired\n");
    if (wanted == KILL) die();
    if (wanted == FAIL) errno = failure;
    return wanted;
}

#define REAL(type, name, ...)                              \
    static type (*real)(__VA_ARGS__);                      \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

#define RUN(call)                                          \
    do {                                                   \
        if (action == KILL_HALF) die();                    \
        if (action == FAIL) return -1;                     \
        __typeof__(call) result = call;                    \
        if (action == KILL_AFTER) die();                   \
        return result;                                     \
    } while (0)

#define RUN_BYTES(length, call)                            \
    do {                                                   \
        if (action == FAIL) return -1;                     \
        if ((action == KILL_HALF || action == SHORT) && length > 1) length /= 2; \
        __typeof__(call) result = call;                    \
        if (action == KILL_HALF || action == KILL_AFTER) die(); \
        return result;                                     \
    } while (0)

#define ON_FILE(file, call)                                \
    char path[PATH_MAX];                                   \
    if (!root_length || !path_of(file, path)) return real call

ssize_t write(int file, const void *bytes, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t);
    ON_FILE(file, (file, bytes, length));
    enum action action = hit("write", path);
    RUN_BYTES(length, real(file, bytes, length));
}

#define PWRITE(name, offset_type)                                                   \
    ssize_t name(int file, const void *bytes, size_t length, offset_type offset) { \
        REAL(ssize_t, name, int, const void *, size_t, offset_type);               \
        ON_FILE(file, (file, bytes, length, offset));                              \
        enum action action = hit(#name, path);                                     \
        RUN_BYTES(length, real(file, bytes, length, offset));                      \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t copy_file_range(int from, off64_t *start, int file, off64_t *offset, size_t length, unsigned flags) {
    REAL(ssize_t, copy_file_range, int, off64_t *, int, off64_t *, size_t, unsigned);
    ON_FILE(file, (from, start, file, offset, length, flags));
    enum action action = hit("copy_file_range", path);
    RUN_BYTES(length, real(from, start, file, offset, length, flags));
}

#define SYNC(name)                                         \
    int name(int file) {                                   \
        REAL(int, name, int);                              \
        ON_FILE(file, (file));                             \
        enum action action = hit(#name, path);             \
        RUN(real(file));                                   \
    }
SYNC(fsync)
SYNC(fdatasync)

#define RESIZE(name, offset_type)                          \
    int name(int file, offset_type size) {                 \
        REAL(int, name, int, offset_type);                 \
        ON_FILE(file, (file, size));                       \
        enum action action = hit(#name, path);             \
        RUN(real(file, size));                             \
    }
RESIZE(ftruncate, off_t)
RESIZE(ftruncate64, off64_t)

#define ALLOCATE(name, offset_type)                                      \
    int name(int file, int mode, offset_type offset, offset_type size) { \
        REAL(int, name, int, int, offset_type, offset_type);             \
        ON_FILE(file, (file, mode, offset, size));                       \
        enum action action = hit(#name, path);                           \
        RUN(real(file, mode, offset, size));                             \
    }
ALLOCATE(fallocate, off_t)
ALLOCATE(fallocate64, off64_t)

int rename(const char *old, const char *name) {
    REAL(int, rename, const char *, const char *);
    char path[PATH_MAX];
    if (!at_path(AT_FDCWD, name, path)) return real(old, name);
    enum action action = hit("rename", path);
    RUN(real(old, name));
}

int renameat(int from, const char *old, int to, const char *name) {
    REAL(int, renameat, int, const char *, int, const char *);
    char path[PATH_MAX];
    if (!at_path(to, name, path)) return real(from, old, to, name);
    enum action action = hit("renameat", path);
    RUN(real(from, old, to, name));
}

int renameat2(int from, const char *old, int to, const char *name, unsigned flags) {
    REAL(int, renameat2, int, const char *, int, const char *, unsigned);
    char path[PATH_MAX];
    if (!at_path(to, name, path)) return real(from, old, to, name, flags);
    enum action action = hit("renameat2", path);
    RUN(real(from, old, to, name, flags));
}

int link(const char *old, const char *name) {
    REAL(int, link, const char *, const char *);
    char path[PATH_MAX];
    if (!at_path(AT_FDCWD, name, path)) return real(old, name);
    enum action action = hit("link", path);
    RUN(real(old, name));
}

int linkat(int from, const char *old, int to, const char *name, int flags) {
    REAL(int, linkat, int, const char *, int, const char *, int);
    char path[PATH_MAX];
    if (!at_path(to, name, path)) return real(from, old, to, name, flags);
    enum action action = hit("linkat", path);
    RUN(real(from, old, to, name, flags));
}

int unlink(const char *name) {
    REAL(int, unlink, const char *);
    char path[PATH_MAX];
    if (!at_path(AT_FDCWD, name, path)) return real(name);
    enum action action = hit("unlink", path);
    RUN(real(name));
}

int unlinkat(int directory, const char *name, int flags) {
    REAL(int, unlinkat, int, const char *, int);
    char path[PATH_MAX];
    if (!at_path(directory, name, path)) return real(directory, name, flags);
    enum action action = hit("unlinkat", path);
    RUN(real(directory, name, flags));
}

int rmdir(const char *name) {
    REAL(int, rmdir, const char *);
    char path[PATH_MAX];
    if (!at_path(AT_FDCWD, name, path)) return real(name);
    enum action action = hit("rmdir", path);
    RUN(real(name));
}

int mkdir(const char *name, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    char path[PATH_MAX];
    if (!at_path(AT_FDCWD, name, path)) return real(name, mode);
    enum action action = hit("mkdir", path);
    RUN(real(name, mode));
}

int mkdirat(int directory, const char *name, mode_t mode) {
    REAL(int, mkdirat, int, const char *, mode_t);
    char path[PATH_MAX];
    if (!at_path(directory, name, path)) return real(directory, name, mode);
    enum action action = hit("mkdirat", path);
    RUN(real(directory, name, mode));
}

#define CREATES(flags) ((flags) & O_CREAT || ((flags) & O_TMPFILE) == O_TMPFILE)
#define MODE                                               \
    mode_t mode = 0;                                       \
    if (CREATES(flags)) {                                  \
        va_list rest;                                      \
        va_start(rest, flags);                             \
        mode = va_arg(rest, mode_t);                       \
        va_end(rest);                                      \
    }

#define OPEN(open_name)                                                               \
    int open_name(const char *name, int flags, ...) {                                 \
        REAL(int, open_name, const char *, int, ...);                                 \
        MODE                                                                          \
        char path[PATH_MAX];                                                          \
        if (!CREATES(flags) || !at_path(AT_FDCWD, name, path)) return real(name, flags, mode); \
        enum action action = hit(#open_name, path);                                   \
        RUN(real(name, flags, mode));                                                 \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(open_name)                                                             \
    int open_name(int directory, const char *name, int flags, ...) {                  \
        REAL(int, open_name, int, const char *, int, ...);                            \
        MODE                                                                          \
        char path[PATH_MAX];                                                          \
        if (!CREATES(flags) || !at_path(directory, name, path)) return real(directory, name, flags, mode); \
        enum action action = hit(#open_name, path);                                   \
        RUN(real(directory, name, flags, mode));                                      \
    }
OPENAT(openat)
OPENAT(openat64)
