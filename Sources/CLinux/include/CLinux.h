// System calls and structures of Linux that the toolchain's Glibc module does not have: they need _GNU_SOURCE, or are
// variadic, or have no wrapper in Debian 12's C library.
#ifndef PERSISTY_CLINUX_H
#define PERSISTY_CLINUX_H

#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/vfs.h>

#include "database_file.h"

#endif
