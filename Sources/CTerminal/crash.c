#include "CTerminal.h"

#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int crashes[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
static struct termios saved;
static char sequence[256];
static size_t length;
static int in_descriptor, out_descriptor;
static volatile sig_atomic_t guarded;

// Only functions that POSIX calls async-signal-safe.
static void on_crash(int number) {
    if (guarded) {
        guarded = 0;
        (void)!write(out_descriptor, sequence, length);
        tcsetattr(in_descriptor, TCSANOW, &saved);
    }
    // SA_RESETHAND has put the default action back; the signal is taken when the handler returns.
    raise(number);
}

void persisty_crash_guard(int input, int output, const char *restore) {
    if (tcgetattr(input, &saved) != 0) return;
    in_descriptor = input;
    out_descriptor = output;
    strncpy(sequence, restore, sizeof sequence - 1);
    length = strlen(sequence);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_crash;
    action.sa_flags = SA_RESETHAND | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) sigaction(crashes[i], &action, NULL);
    guarded = 1;
}

void persisty_crash_unguard(void) { guarded = 0; }
