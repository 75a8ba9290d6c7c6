// What Swift cannot import of ncurses: globals, macros with casts, and functions with variable arguments.
#ifndef PERSISTY_CNCURSES_H
#define PERSISTY_CNCURSES_H

#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <ncurses.h>
#include <string.h>

// Not <term.h>: it brings <termios.h>, whose structures then belong to this module or to Glibc, as it happens.
extern int setupterm(const char *_Nullable term, int file, int *_Nullable status);

static const attr_t CNCURSES_BOLD = A_BOLD, CNCURSES_DIM = A_DIM, CNCURSES_ITALIC = A_ITALIC,
                    CNCURSES_UNDERLINE = A_UNDERLINE, CNCURSES_REVERSE = A_REVERSE;

static inline WINDOW *_Nullable cncurses_screen_window(void) { return stdscr; }
static inline WINDOW *_Nullable cncurses_current_window(void) { return curscr; }
static inline int cncurses_colors(void) { return COLORS; }
static inline int cncurses_color_pairs(void) { return COLOR_PAIRS; }
/// A capability of the terminal that is a text (terminfo(5)); NULL when it has none of that name.
static inline const char *_Nullable cncurses_capability(const char *_Nonnull name) {
    const char *text = tigetstr((char *)name);
    return text == (const char *)-1 ? NULL : text;
}

static inline bool cncurses_can_move_cursor(void) { return cncurses_capability("cup") != NULL; }

/// Whether the terminal is told a colour above 15 by its number in the palette, as xterm is, and in no other way.
static inline bool cncurses_names_colors_by_number(void) {
    const char *foreground = cncurses_capability("setaf"), *background = cncurses_capability("setab");
    if (!foreground || !background) return false;
    const char *text = tparm((char *)foreground, 200L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
    if (!text || strcmp(text, "\033[38;5;200m") != 0) return false;
    text = tparm((char *)background, 200L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
    return text && strcmp(text, "\033[48;5;200m") == 0;
}

/// One cell; a pair above 255 goes through the last argument (curs_getcchar(3x)).
static inline int cncurses_set_cell(cchar_t *_Nonnull cell, const wchar_t *_Nonnull text, attr_t attributes, int pair) {
    return setcchar(cell, text, attributes, 0, &pair);
}

#endif
