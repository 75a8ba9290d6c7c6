// What Swift cannot import of ncurses: globals, macros with casts, and functions with variable arguments.
#ifndef PERSISTY_CNCURSES_H
#define PERSISTY_CNCURSES_H

#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <ncurses.h>
#include <string.h>
#include <term.h>

static const attr_t CNCURSES_BOLD = A_BOLD, CNCURSES_DIM = A_DIM, CNCURSES_ITALIC = A_ITALIC,
                    CNCURSES_UNDERLINE = A_UNDERLINE, CNCURSES_REVERSE = A_REVERSE;

static inline WINDOW *_Nullable cncurses_screen_window(void) { return stdscr; }
static inline WINDOW *_Nullable cncurses_current_window(void) { return curscr; }
static inline int cncurses_colors(void) { return COLORS; }
static inline int cncurses_color_pairs(void) { return COLOR_PAIRS; }
static inline bool cncurses_can_move_cursor(void) { return cursor_address != NULL; }

/// One cell; a pair above 255 goes through the last argument (curs_getcchar(3x)).
static inline int cncurses_set_cell(cchar_t *_Nonnull cell, const wchar_t *_Nonnull text, attr_t attributes, int pair) {
    return setcchar(cell, text, attributes, 0, &pair);
}

#define CNCURSES_RGB 0x1000000
#define CNCURSES_DIRECT(ground, bright, kind)                                                                        \
    "\033[%?%p1%{8}%<%t" ground "%p1%d%e%p1%{16}%<%t" bright "%p1%{8}%-%d%e%p1%{256}%<%t" kind ";5;%p1%d"             \
    "%e" kind ";2;%p1%{65536}%/%{255}%&%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m"

/// Lets colours from CNCURSES_RGB on be 24-bit ones beside the palette of 256: no terminfo entry of Debian's base has
/// them in the form with semicolons, and those that have them lose the palette. To be called after start_color().
static inline bool cncurses_use_direct_color(void) {
    if (max_colors < 256 || !set_a_foreground || !strstr(set_a_foreground, "38;5;")) return false;
    static char foreground[] = CNCURSES_DIRECT("3", "9", "38");
    static char background[] = CNCURSES_DIRECT("4", "10", "48");
    set_a_foreground = foreground;
    set_a_background = background;
    max_colors = 2 * CNCURSES_RGB;
    return true;
}

#endif
