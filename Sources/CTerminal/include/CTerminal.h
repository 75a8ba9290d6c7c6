#ifndef PERSISTY_CTERMINAL_H
#define PERSISTY_CTERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/// Remembers how the terminal is set now, and gives it back so, with `restore` written to it, should the process crash.
/// The signal then takes its default action: Swift's own backtracer would wait for a key on a terminal it left raw.
void persisty_crash_guard(int input, int output, const char *restore);
/// The terminal has been given back.
void persisty_crash_unguard(void);

/// A descriptor to wait on, closed on exec and never blocking; -1 when the system refuses.
int persisty_wake_descriptor(void);

/// A file that is nowhere but in memory, closed on exec (memfd_create(2)); -1 when the system refuses.
int persisty_memory_file(void);

/// From now on the signals that concern a terminal are only noted, whichever thread they come to, and can be read from
/// the descriptor returned.
int persisty_catch_signals(void);
/// The next signal noted, or 0.
int persisty_next_signal(void);
/// Signals act again as they did before.
void persisty_release_signals(void);

/// False when it is no terminal.
bool persisty_terminal_size(int descriptor, int *columns, int *rows);
/// Bytes written and not yet sent.
int persisty_unsent_bytes(int descriptor);

/// Takes the locale's encoding from the environment, and C.UTF-8 for one that asks for UTF-8 and is not installed.
/// Answers whether text is UTF-8.
bool persisty_use_locale(void);

#endif
