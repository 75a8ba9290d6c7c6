#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

// A pipe and not a signalfd: that would need the signals blocked in every thread, and the runtime starts some of its
// own before main.
static const int caught[] = {SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT};
enum { count = sizeof caught / sizeof *caught };
static struct sigaction before[count];
static int ends[2] = {-1, -1};

static void note(int number) {
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    (void)!write(ends[1], &byte, 1);
    errno = saved;
}

int persisty_catch_signals(void) {
    if (ends[0] < 0 && pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = note;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < count; i++) sigaction(caught[i], &action, &before[i]);
    return ends[0];
}

int persisty_next_signal(void) {
    unsigned char byte;
    return read(ends[0], &byte, 1) == 1 ? byte : 0;
}

void persisty_release_signals(void) {
    for (int i = 0; i < count; i++) sigaction(caught[i], &before[i], NULL);
    while (persisty_next_signal() != 0) continue;
}
